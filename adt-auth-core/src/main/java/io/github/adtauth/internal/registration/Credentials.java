package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.registration.GraphJson.objects;
import static io.github.adtauth.internal.registration.GraphJson.string;
import static io.github.adtauth.internal.registration.GraphJson.strings;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.Change;
import io.github.adtauth.registration.Change.Sign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;

/** What has to be done for an application to have its credential. */
record Credentials(GraphApi graph, DirectoryState found, Clock clock, String exchangeAudience) {
  private Certificates certificates() {
    return new Certificates(graph, found, clock);
  }

  Optional<Change> change(AppCredential wanted) {
    if (wanted instanceof AppCredential.Federated federated) {
      return federated(federated);
    }
    if (wanted instanceof AppCredential.OwnCertificate own) {
      return certificates().own(own);
    }
    if (wanted instanceof AppCredential.NewCertificate fresh) {
      return certificates().made(fresh);
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
    String problem = OwnerFile.folderProblem(fresh.pem);
    if (problem != null) {
      return Optional.of(
          "Cannot write a key to " + Redactor.sanitizePath(fresh.pem) + ": " + problem + ".");
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
                + Certificates.NAME
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
        "name",
        Certificates.NAME
            + "-"
            + Certificates.thumbprint((wanted.issuer + " " + wanted.subject).getBytes(UTF_8), 4));
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

  private Optional<Change> secret(AppCredential.NewSecret wanted) {
    if (hasSecret()) {
      return Optional.empty();
    }
    JsonObject credential = new JsonObject();
    credential.addProperty("displayName", Certificates.NAME);
    credential.addProperty("endDateTime", Certificates.seconds(clock.instant().plus(wanted.life)));
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
        .filter(each -> string(each, "displayName").equals(Certificates.NAME))
        .anyMatch(each -> certificates().end(each).isAfter(clock.instant()));
  }

  private static Optional<Change> add(Part part, String line, Change.Action action) {
    return Optional.of(new Change(part, RegistrationStep.CREDENTIAL, Sign.NEW, line, action));
  }
}
