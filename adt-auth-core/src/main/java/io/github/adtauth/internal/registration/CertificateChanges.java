package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.json.JsonMembers.array;
import static io.github.adtauth.internal.json.JsonMembers.objects;
import static io.github.adtauth.internal.registration.GraphJson.string;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans the change that registers an application's certificate. */
record CertificateChanges(GraphApi graph, DirectoryState state, Clock clock) {
  /** The display name of every credential that is registered here. */
  static final String NAME = "adt-auth";

  Optional<PlannedChange> planExisting(AppCredential.ExistingCertificate credential) {
    return certificate(credential.certificate(), "certificate");
  }

  /**
   * Plans to register a certificate from a file, or to create the file.
   *
   * @param file the credential's file; no change is planned if other users can write to it
   */
  Optional<PlannedChange> planNew(AppCredential.NewCertificate credential, KeyFile file) {
    X509Certificate certificate = file.certificate();
    if (certificate != null) {
      return certificate(certificate, "certificate of " + Redactor.sanitizePath(credential.pem()))
          .map(change -> keeping(credential, certificate, change));
    }
    if (file.exists()) {
      return Optional.empty();
    }
    return add(
        creation(credential),
        result -> {
          X509Certificate created =
              CertificateGenerator.create(
                  credential.pem(), state.clientId(), credential.lifetime(), clock);
          result.setCreatedCertificate(created);
          try {
            register(created, null);
          } catch (AdtException e) {
            if (TransientErrors.isPolicy(e)) {
              // Later runs would be rejected because of this file. Without it, the next run creates
              // another.
              CertificateGenerator.discard(credential.pem());
            }
            throw e;
          }
          result.setCertificate(credential.pem());
        });
  }

  private static PlannedChange keeping(
      AppCredential.NewCertificate credential, X509Certificate certificate, PlannedChange change) {
    return PlannedChange.addition(
        change.part(),
        change.step(),
        change.description(),
        result -> {
          result.requirePlanned(credential.pem(), certificate);
          requireUnchanged(credential.pem(), certificate);
          try {
            change.run(result);
          } catch (AdtException e) {
            throw TransientErrors.isPolicy(e) ? moveAway(credential.pem(), e) : e;
          }
          result.setCertificate(credential.pem());
        });
  }

  /** Returns the description of the change that creates a key. */
  static String creation(AppCredential.NewCertificate credential) {
    return "new certificate in " + Redactor.sanitizePath(credential.pem());
  }

  /** Checks that the file still has the certificate, so that its key is the one registered. */
  static void requireUnchanged(Path pem, @Nullable X509Certificate certificate) {
    X509Certificate current = KeyFile.read(pem).certificate();
    if (current == null || !current.equals(certificate)) {
      throw new RegistrationException(
          ErrorDetails.of(
              "The certificate in " + Redactor.sanitizePath(pem) + " has changed. Plan again."));
    }
  }

  /** Advises to move the file away. It is not deleted, because it may be in use elsewhere. */
  private static AdtException moveAway(Path pem, AdtException e) {
    return new RegistrationException(
        ErrorDetails.of(e.reason())
            .and("Move " + Redactor.sanitizePath(pem) + " away to have a new one created.")
            .status(e.status())
            .errorCode(e.errorCode().orElse(null))
            .fix(e.fix().orElse(null)));
  }

  private Optional<PlannedChange> certificate(X509Certificate certificate, String description) {
    byte[] der = der(certificate);
    String hex = thumbprint(der, 20);
    JsonObject expired = null;
    if (state.application() != null) {
      for (JsonObject each : objects(state.application(), "keyCredentials")) {
        if (isEntryOf(each, certificate)) {
          expired = each;
          if (!isExpired(each)) {
            return Optional.empty();
          }
        }
      }
    }
    if (expired == null) {
      return add(description + " " + hex, result -> register(certificate, null));
    }
    JsonObject entry = expired;
    return Optional.of(
        PlannedChange.replacement(
            StatePart.APPLICATION,
            RegistrationStep.CREDENTIAL,
            description + " " + hex + ", whose entry expired at " + string(entry, "endDateTime"),
            result -> {
              register(certificate, entry);
              result.setReplacedKey(string(entry, "keyId"));
            }));
  }

  /**
   * Returns whether an entry contains a certificate. Compares the thumbprint if Graph omits the
   * key.
   */
  static boolean isEntryOf(JsonObject entry, X509Certificate certificate) {
    if (!string(entry, "key").isEmpty()) {
      return hasKeyOf(entry, certificate);
    }
    String hex = thumbprint(der(certificate), 20);
    String actual = string(entry, "customKeyIdentifier");
    return actual.equalsIgnoreCase(hex)
        || actual.equals(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
  }

  /** Returns whether Graph returned the certificate itself as the key of an entry. */
  static boolean hasKeyOf(JsonObject entry, X509Certificate certificate) {
    return string(entry, "key").equals(Base64.getEncoder().encodeToString(der(certificate)));
  }

  /**
   * Returns whether an entry has expired. An entry has its own dates, so it may expire before its
   * certificate.
   */
  private boolean isExpired(JsonObject entry) {
    return !string(entry, "endDateTime").isEmpty() && !expiresAt(entry).isAfter(clock.instant());
  }

  /**
   * Adds a certificate to the existing ones, because Graph replaces the list as a whole.
   *
   * @param expired the expired entry of the same certificate, to be replaced, or null
   */
  private void register(X509Certificate certificate, @Nullable JsonObject expired) {
    JsonObject key = new JsonObject();
    key.addProperty("keyId", keyId(certificate, expired));
    key.addProperty("type", "AsymmetricX509Cert");
    key.addProperty("usage", "Verify");
    key.addProperty("displayName", NAME);
    // Without dates, the entry expires after a year.
    key.addProperty("startDateTime", seconds(certificate.getNotBefore().toInstant()));
    key.addProperty("endDateTime", seconds(certificate.getNotAfter().toInstant()));
    key.addProperty("key", Base64.getEncoder().encodeToString(der(certificate)));
    JsonArray keys =
        state.application() == null
            ? new JsonArray()
            : array(state.application(), "keyCredentials").deepCopy();
    if (expired != null) {
      keys.remove(expired);
    }
    // An existing entry is identified by its key id and is sent without its key.
    for (JsonElement each : keys) {
      if (each instanceof JsonObject entry) {
        entry.add("key", JsonNull.INSTANCE);
      }
    }
    keys.add(key);
    JsonObject body = new JsonObject();
    body.add("keyCredentials", keys);
    graph.patch(
        "register the certificate", graph.at("applications", state.objectId()).build(), body);
  }

  /** Returns the same id each time, so that a second write of the entry does not change it. */
  private static String keyId(X509Certificate certificate, @Nullable JsonObject expired) {
    String replaced = expired == null ? "" : string(expired, "keyId");
    String name = replaced + " " + HexFormat.of().formatHex(der(certificate));
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII)).toString();
  }

  private static Optional<PlannedChange> add(String description, PlannedChange.Action action) {
    return Optional.of(
        PlannedChange.addition(
            StatePart.APPLICATION, RegistrationStep.CREDENTIAL, description, action));
  }

  /** Returns when a credential expires. */
  Instant expiresAt(JsonObject secret) {
    try {
      return Instant.parse(string(secret, "endDateTime"));
    } catch (DateTimeParseException e) {
      throw graph.unexpected("read the credentials", "a credential has no end date.");
    }
  }

  /** Returns a time in Graph's format. */
  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the certificate cannot be encoded", e);
    }
  }

  /**
   * Returns a SHA-1 hash, by which the portal identifies certificates. It is not used for security.
   */
  static String thumbprint(byte[] bytes, int length) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
      return HexFormat.of().withUpperCase().formatHex(hash, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
