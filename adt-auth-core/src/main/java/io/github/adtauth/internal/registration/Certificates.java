package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.registration.GraphJson.array;
import static io.github.adtauth.internal.registration.GraphJson.objects;
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
import io.github.adtauth.registration.Change;
import io.github.adtauth.registration.Change.Sign;
import java.nio.file.Files;
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
import org.jspecify.annotations.Nullable;

/** Plans the change that registers an application's certificate. */
record Certificates(GraphApi graph, DirectoryState found, Clock clock) {
  /** The display name of every credential that is registered here. */
  static final String NAME = "adt-auth";

  Optional<Change> own(AppCredential.OwnCertificate wanted) {
    return certificate(wanted.certificate, "certificate");
  }

  Optional<Change> made(AppCredential.NewCertificate wanted) {
    if (Files.exists(wanted.pem)) {
      return certificate(
              CertificateMaker.read(wanted.pem),
              "certificate of " + Redactor.sanitizePath(wanted.pem))
          .map(change -> keeping(wanted, change));
    }
    return add(
        "new certificate in " + Redactor.sanitizePath(wanted.pem),
        outcome -> {
          X509Certificate made =
              CertificateMaker.make(wanted.pem, found.clientId(), wanted.life, clock);
          try {
            register(made, null);
          } catch (AdtException e) {
            if (TransientErrors.isPolicy(e)) {
              // With it every later run would be rejected; the next run can create another one.
              CertificateMaker.discard(wanted.pem);
            }
            throw e;
          }
          outcome.registered(wanted.pem);
        });
  }

  private static Change keeping(AppCredential.NewCertificate wanted, Change change) {
    return new Change(
        change.part(),
        change.step(),
        Sign.NEW,
        change.description(),
        outcome -> {
          try {
            change.run(outcome);
          } catch (AdtException e) {
            throw TransientErrors.isPolicy(e) ? moveAway(wanted.pem, e) : e;
          }
          outcome.registered(wanted.pem);
        });
  }

  /** Advises to move the file away: it is the user's and may be in use elsewhere. */
  private static AdtException moveAway(Path pem, AdtException e) {
    return new RegistrationException(
        ErrorDetails.of(e.reason())
            .and("Move " + Redactor.sanitizePath(pem) + " away to have a new one created.")
            .status(e.status())
            .errorCode(e.errorCode().orElse(null))
            .fix(e.fix().orElse(null)));
  }

  private Optional<Change> certificate(X509Certificate certificate, String line) {
    byte[] der = der(certificate);
    String hex = thumbprint(der, 20);
    JsonObject ended = null;
    if (found.application() != null) {
      for (JsonObject each : objects(found.application(), "keyCredentials")) {
        if (isEntryOf(each, certificate)) {
          ended = each;
          if (!hasEnded(each)) {
            return Optional.empty();
          }
        }
      }
    }
    if (ended == null) {
      return add(line + " " + hex, outcome -> register(certificate, null));
    }
    JsonObject entry = ended;
    return Optional.of(
        new Change(
            Part.APPLICATION,
            RegistrationStep.CREDENTIAL,
            Sign.CHANGED,
            line + " " + hex + ", whose entry expired at " + string(entry, "endDateTime"),
            outcome -> {
              register(certificate, entry);
              outcome.replacedKey(string(entry, "keyId"));
            }));
  }

  /** Returns whether an entry is that of a certificate: by its key, or else by its thumbprint. */
  static boolean isEntryOf(JsonObject entry, X509Certificate certificate) {
    String key = string(entry, "key");
    if (!key.isEmpty()) {
      return key.equals(Base64.getEncoder().encodeToString(der(certificate)));
    }
    String hex = thumbprint(der(certificate), 20);
    String actual = string(entry, "customKeyIdentifier");
    return actual.equalsIgnoreCase(hex)
        || actual.equals(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
  }

  /**
   * Returns whether an entry has expired: it has its own dates and may expire before its
   * certificate.
   */
  private boolean hasEnded(JsonObject entry) {
    return !string(entry, "endDateTime").isEmpty() && !end(entry).isAfter(clock.instant());
  }

  /**
   * Adds a certificate to the existing ones, because Graph replaces the list as a whole.
   *
   * @param ended the expired entry of the same certificate, to be replaced, or null
   */
  private void register(X509Certificate certificate, @Nullable JsonObject ended) {
    JsonObject key = new JsonObject();
    key.addProperty("type", "AsymmetricX509Cert");
    key.addProperty("usage", "Verify");
    key.addProperty("displayName", NAME);
    // Without dates, the entry expires after a year.
    key.addProperty("startDateTime", seconds(certificate.getNotBefore().toInstant()));
    key.addProperty("endDateTime", seconds(certificate.getNotAfter().toInstant()));
    key.addProperty("key", Base64.getEncoder().encodeToString(der(certificate)));
    JsonArray keys =
        found.application() == null
            ? new JsonArray()
            : array(found.application(), "keyCredentials").deepCopy();
    if (ended != null) {
      keys.remove(ended);
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
        "register the certificate", graph.at("applications", found.objectId()).build(), body);
  }

  private static Optional<Change> add(String line, Change.Action action) {
    return Optional.of(
        new Change(Part.APPLICATION, RegistrationStep.CREDENTIAL, Sign.NEW, line, action));
  }

  /** Returns when a credential expires. */
  Instant end(JsonObject secret) {
    try {
      return Instant.parse(string(secret, "endDateTime"));
    } catch (DateTimeParseException e) {
      throw graph.unexpected("read the credentials", "one has no end date.");
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

  /** The portal shows certificates by SHA-1, which guards nothing here. */
  static String thumbprint(byte[] bytes, int length) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
      return HexFormat.of().withUpperCase().formatHex(hash, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
