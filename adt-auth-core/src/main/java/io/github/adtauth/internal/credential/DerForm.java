package io.github.adtauth.internal.credential;

import org.jspecify.annotations.Nullable;

/** The type of a DER encoding, detected by its first bytes. */
enum DerForm {
  /** PKCS #12, RFC 7292. */
  PFX(null),
  /** X.509, RFC 5280. */
  CERTIFICATE("a certificate without its private key; append the key, both as PEM"),
  /** PKCS #10, RFC 2986. */
  REQUEST("a certificate request; use the certificate that was issued for it"),
  /** PKCS #7, RFC 2315. */
  PKCS7(
      "PKCS #7, which contains no private key; convert it with 'openssl pkcs7 -print_certs' to PEM and"
          + " append the key"),
  /** PKCS #1, PKCS #8 or RFC 5915. */
  PRIVATE_KEY(
      "a private key in DER; convert it with 'openssl pkey' to PEM and append the"
          + " certificate"),
  /** Anything else. */
  UNKNOWN(null);

  private static final int INTEGER = 0x02;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int EXPLICIT_0 = 0xa0;
  private static final int PFX_VERSION = 3;

  private final @Nullable String description;

  DerForm(@Nullable String description) {
    this.description = description;
  }

  /** Returns the type and how to convert it, or null for a type without a conversion. */
  @Nullable String description() {
    return description;
  }

  static DerForm of(byte[] der) {
    if (byteAt(der, 0) != SEQUENCE) {
      return UNKNOWN;
    }
    int first = content(der, 0);
    return switch (byteAt(der, first)) {
      case INTEGER -> ofVersion(byteAt(der, first + 2), byteAt(der, first + 1));
      case OBJECT_IDENTIFIER -> PKCS7;
      case SEQUENCE -> ofSequence(der, content(der, first));
      default -> UNKNOWN;
    };
  }

  private static DerForm ofVersion(int version, int length) {
    if (length != 1) {
      return UNKNOWN;
    }
    return version == PFX_VERSION ? PFX : version == 0 || version == 1 ? PRIVATE_KEY : UNKNOWN;
  }

  private static DerForm ofSequence(byte[] der, int first) {
    return switch (byteAt(der, first)) {
      case EXPLICIT_0 -> CERTIFICATE;
      case OBJECT_IDENTIFIER -> PRIVATE_KEY; // an encrypted key
      case INTEGER ->
          byteAt(der, first + 1) == 1 && byteAt(der, first + 2) == 0 ? REQUEST : CERTIFICATE;
      default -> UNKNOWN;
    };
  }

  /** Returns the index of an element's content, after its tag and length. */
  private static int content(byte[] der, int element) {
    int length = byteAt(der, element + 1);
    return element + 2 + (length > 0x80 ? length & 0x7f : 0);
  }

  private static int byteAt(byte[] der, int index) {
    return index < der.length ? der[index] & 0xff : -1;
  }
}
