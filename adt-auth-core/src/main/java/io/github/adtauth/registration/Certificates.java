package io.github.adtauth.registration;

import static io.github.adtauth.registration.Members.array;
import static io.github.adtauth.registration.Members.objects;
import static io.github.adtauth.registration.Members.string;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Redactor;
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

/** What has to be done for an application to have its certificate. */
record Certificates(GraphApi graph, Found found, Clock clock) {
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
        "certificate, made on the spot and kept in " + Redactor.sanitizePath(wanted.pem),
        outcome -> {
          X509Certificate made =
              CertificateMaker.make(wanted.pem, found.clientId(), wanted.life, clock);
          try {
            register(made, null);
          } catch (AdtException e) {
            if (PassingErrors.isPolicy(e)) {
              // Kept, it would be rejected for ever; the next run makes one that lives shorter.
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
            throw PassingErrors.isPolicy(e) ? moveAway(wanted.pem, e) : e;
          }
          outcome.registered(wanted.pem);
        });
  }

  /** The file is the user's: it may be in use elsewhere. */
  private static AdtException moveAway(Path pem, AdtException e) {
    return new RegistrationException(
        ErrorDetails.of(e.reason())
            .and("Move " + Redactor.sanitizePath(pem) + " away to have a new one made.")
            .status(e.status())
            .error(e.error().orElse(null))
            .fix(e.fix().orElse(null)));
  }

  private Optional<Change> certificate(X509Certificate certificate, String line) {
    byte[] der = der(certificate);
    String hex = thumbprint(der, 20);
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    JsonObject ended = null;
    if (found.application() != null) {
      for (JsonObject each : objects(found.application(), "keyCredentials")) {
        String there = string(each, "customKeyIdentifier");
        if (there.equalsIgnoreCase(hex) || there.equals(base64)) {
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
            line + " " + hex + ", whose entry ended at " + string(entry, "endDateTime"),
            outcome -> {
              register(certificate, entry);
              outcome.replacedKey(string(entry, "keyId"));
            }));
  }

  /** An entry has dates of its own, and may end before its certificate does. */
  private boolean hasEnded(JsonObject entry) {
    return !string(entry, "endDateTime").isEmpty() && !end(entry).isAfter(clock.instant());
  }

  /**
   * Adds to those that are there; Graph takes the list in whole.
   *
   * @param ended the entry of the same certificate that has ended, to be replaced, or null
   */
  private void register(X509Certificate certificate, @Nullable JsonObject ended) {
    JsonObject key = new JsonObject();
    key.addProperty("type", "AsymmetricX509Cert");
    key.addProperty("usage", "Verify");
    key.addProperty("displayName", NAME);
    // Without dates of its own Microsoft ends it after a year.
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

  /** Returns when a credential ends. */
  Instant end(JsonObject secret) {
    try {
      return Instant.parse(string(secret, "endDateTime"));
    } catch (DateTimeParseException e) {
      throw graph.unexpected("read the credentials", "one has no end.");
    }
  }

  /** Returns a time as Graph takes it. */
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
