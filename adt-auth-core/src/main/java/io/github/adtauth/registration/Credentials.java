package io.github.adtauth.registration;

import static io.github.adtauth.registration.Members.array;
import static io.github.adtauth.registration.Members.objects;
import static io.github.adtauth.registration.Members.string;
import static io.github.adtauth.registration.Members.strings;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What has to be done for an application to have its credential. */
record Credentials(GraphApi graph, Found found, Clock clock, String exchangeAudience) {
  private static final String NAME = "adt-auth";

  Optional<Change> change(AppCredential wanted) {
    if (wanted instanceof AppCredential.Federated federated) {
      return federated(federated);
    }
    if (wanted instanceof AppCredential.OwnCertificate own) {
      return certificate(own.certificate, "certificate");
    }
    if (wanted instanceof AppCredential.NewCertificate fresh) {
      return newCertificate(fresh);
    }
    return secret((AppCredential.NewSecret) wanted);
  }

  /** Says what is known to be in the way of a credential. */
  Optional<String> obstacle(AppCredential wanted) {
    if (wanted instanceof AppCredential.OwnCertificate own) {
      return ended(own.certificate, "The certificate");
    }
    if (!(wanted instanceof AppCredential.NewCertificate fresh)) {
      return Optional.empty();
    }
    if (Files.exists(fresh.pem)) {
      if (OwnerFile.isOpenToWriters(fresh.pem)) {
        return Optional.of(
            "Others may write to "
                + Redactor.sanitizePath(fresh.pem)
                + ": the key may not be yours.");
      }
      String problem = OwnerFile.problem(fresh.pem);
      if (problem != null) {
        return Optional.of(
            "The key in "
                + Redactor.sanitizePath(fresh.pem)
                + " may not be yours: "
                + problem
                + ".");
      }
      return ended(
              CertificateMaker.read(fresh.pem),
              "The certificate in " + Redactor.sanitizePath(fresh.pem))
          .map(sentence -> sentence + " Move it away to have a new one made.");
    }
    if (!CertificateMaker.isAvailable()) {
      return Optional.of(
          "To make a certificate takes com.squareup.okhttp3:okhttp-tls, which is not there.");
    }
    Path folder = fresh.pem.toAbsolutePath().getParent();
    return folder != null && Files.isWritable(folder) && Files.isDirectory(folder)
        ? Optional.empty()
        : Optional.of(
            "No file can be made in the folder of " + Redactor.sanitizePath(fresh.pem) + ".");
  }

  private Optional<String> ended(X509Certificate certificate, String which) {
    Instant end = certificate.getNotAfter().toInstant();
    return clock.instant().isBefore(end)
        ? Optional.empty()
        : Optional.of(which + " ended at " + end + ".");
  }

  /** Says what cannot be changed of a credential that is there. */
  Optional<String> note(AppCredential wanted) {
    return wanted instanceof AppCredential.NewSecret && hasSecret()
        ? Optional.of(
            "There is a secret '"
                + NAME
                + "', whose value cannot be read again. If you do not have it, delete it under"
                + " Certificates & secrets and run this again: a new one is made.")
        : Optional.empty();
  }

  private Optional<Change> federated(AppCredential.Federated wanted) {
    if (found.unknown().contains(Part.FEDERATED)) {
      return Optional.empty();
    }
    for (JsonObject each : found.federated()) {
      if (string(each, "issuer").equals(wanted.issuer)
          && string(each, "subject").equals(wanted.subject)) {
        return strings(each, "audiences").contains(exchangeAudience)
            ? Optional.empty()
            : Optional.of(audience(wanted, each));
      }
    }
    JsonArray audiences = new JsonArray();
    audiences.add(exchangeAudience);
    JsonObject body = new JsonObject();
    body.addProperty(
        "name", NAME + "-" + thumbprint((wanted.issuer + " " + wanted.subject).getBytes(UTF_8), 4));
    body.addProperty("issuer", wanted.issuer);
    body.addProperty("subject", wanted.subject);
    body.add("audiences", audiences);
    return add(
        Part.FEDERATED,
        "federated credential " + wanted.subject + " of " + wanted.issuer,
        outcome ->
            graph.postUnlessThere(
                "add the federated credential",
                graph.at("applications", found.objectId(), "federatedIdentityCredentials").build(),
                body));
  }

  /** An issuer and a subject can have one credential only, so another audience is replaced. */
  private Change audience(AppCredential.Federated wanted, JsonObject existing) {
    JsonArray audiences = new JsonArray();
    audiences.add(exchangeAudience);
    JsonObject body = new JsonObject();
    body.add("audiences", audiences);
    return new Change(
        Part.FEDERATED,
        RegistrationStep.CREDENTIAL,
        Sign.CHANGED,
        "federated credential "
            + wanted.subject
            + " of "
            + wanted.issuer
            + " for the audience "
            + exchangeAudience
            + ", until now "
            + String.join(" ", strings(existing, "audiences")),
        outcome ->
            graph.patch(
                "change the federated credential",
                graph
                    .at("applications", found.objectId(), "federatedIdentityCredentials")
                    .addPathSegment(string(existing, "name"))
                    .build(),
                body));
  }

  private Optional<Change> newCertificate(AppCredential.NewCertificate wanted) {
    if (Files.exists(wanted.pem)) {
      return certificate(
              CertificateMaker.read(wanted.pem),
              "certificate of " + Redactor.sanitizePath(wanted.pem))
          .map(change -> keeping(wanted, change));
    }
    return add(
        Part.APPLICATION,
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
      return add(Part.APPLICATION, line + " " + hex, outcome -> register(certificate, null));
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

  private Optional<Change> secret(AppCredential.NewSecret wanted) {
    if (hasSecret()) {
      return Optional.empty();
    }
    JsonObject credential = new JsonObject();
    credential.addProperty("displayName", NAME);
    credential.addProperty("endDateTime", seconds(clock.instant().plus(wanted.life)));
    JsonObject body = new JsonObject();
    body.add("passwordCredential", credential);
    return add(
        Part.APPLICATION,
        "secret for " + wanted.life.toDays() + " days",
        outcome -> {
          HttpUrl url = graph.at("applications", found.objectId(), "addPassword").build();
          String value = string(graph.post("add a secret", url, body), "secretText");
          if (value.isBlank()) {
            throw graph.unexpected("add a secret", "the answer has none.");
          }
          outcome.madeSecret(value);
        });
  }

  private boolean hasSecret() {
    if (found.application() == null) {
      return false;
    }
    return objects(found.application(), "passwordCredentials").stream()
        .filter(each -> string(each, "displayName").equals(NAME))
        .anyMatch(each -> end(each).isAfter(clock.instant()));
  }

  private Instant end(JsonObject secret) {
    try {
      return Instant.parse(string(secret, "endDateTime"));
    } catch (DateTimeParseException e) {
      throw graph.unexpected("read the credentials", "one has no end.");
    }
  }

  private static Optional<Change> add(Part part, String line, Change.Action action) {
    return Optional.of(new Change(part, RegistrationStep.CREDENTIAL, Sign.NEW, line, action));
  }

  private static String seconds(Instant time) {
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
  private static String thumbprint(byte[] bytes, int length) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
      return HexFormat.of().withUpperCase().formatHex(hash, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
