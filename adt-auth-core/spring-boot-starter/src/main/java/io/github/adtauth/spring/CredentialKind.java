package io.github.adtauth.spring;

import static org.springframework.util.StringUtils.hasText;

import io.github.adtauth.spring.AdtAuthProperties.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The kinds of credentials, with the property of {@code adt-auth.credential} that sets each. */
enum CredentialKind {
  SECRET("secret", credential -> credential.secret() != null),
  CERTIFICATE_FILE("certificate-file", credential -> hasText(credential.certificateFile())),
  SSL_BUNDLE("ssl-bundle", credential -> hasText(credential.sslBundle())),
  FEDERATED_TOKEN_FILE(
      "federated-token-file", credential -> hasText(credential.federatedTokenFile())),
  MANAGED_IDENTITY("managed-identity", credential -> hasText(credential.managedIdentity()));

  private final String name;
  private final Predicate<Credential> isSet;

  CredentialKind(String name, Predicate<Credential> isSet) {
    this.name = name;
    this.isSet = isSet;
  }

  /** Returns the name of the property. */
  String property() {
    return "adt-auth.credential." + name;
  }

  /** Returns the kinds that are set. */
  static List<CredentialKind> of(Credential credential) {
    List<CredentialKind> kinds = new ArrayList<>();
    for (CredentialKind kind : values()) {
      if (kind.isSet.test(credential)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
