package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.json.JsonMembers.objects;
import static io.github.adtauth.internal.json.JsonMembers.strings;
import static io.github.adtauth.internal.registration.GraphJson.string;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Plans the change that registers the credential of an application.
 *
 * @param keyFile the file of a {@link AppCredential.NewCertificate}; null for other credentials
 */
record CredentialChanges(
    GraphApi graph,
    DirectoryState state,
    Clock clock,
    String exchangeAudience,
    @Nullable KeyFile keyFile) {
  private CertificateChanges certificates() {
    return new CertificateChanges(graph, state, clock);
  }

  Optional<PlannedChange> change(AppCredential credential) {
    if (credential instanceof AppCredential.Federated federated) {
      return federated(federated);
    }
    if (credential instanceof AppCredential.ExistingCertificate existing) {
      return certificates().planExisting(existing);
    }
    if (credential instanceof AppCredential.NewCertificate created) {
      return certificates().planNew(created, Objects.requireNonNull(keyFile));
    }
    return secret((AppCredential.NewSecret) credential);
  }

  /** Returns the reason why the credential cannot be registered, if any. */
  Optional<String> blocker(AppCredential credential) {
    if (credential instanceof AppCredential.ExistingCertificate existing) {
      return expired(existing.certificate(), "The certificate");
    }
    if (!(credential instanceof AppCredential.NewCertificate created)) {
      return Optional.empty();
    }
    KeyFile file = Objects.requireNonNull(keyFile);
    if (file.problem() != null) {
      if (PrivateFile.isOpenToWriters(created.pem())) {
        return Optional.of(
            "Other users can write to "
                + Redactor.sanitizePath(created.pem())
                + ", so its key may not be yours.");
      }
      return Optional.of(
          "The key in "
              + Redactor.sanitizePath(created.pem())
              + " may not be yours: "
              + file.problem()
              + ".");
    }
    if (file.certificate() != null) {
      return expired(
              file.certificate(), "The certificate in " + Redactor.sanitizePath(created.pem()))
          .map(sentence -> sentence + " Move it away to have a new one created.");
    }
    if (!CertificateGenerator.isAvailable()) {
      return Optional.of(
          "Creating a certificate requires com.squareup.okhttp3:okhttp-tls. Add this dependency.");
    }
    String problem = PrivateFile.folderProblem(created.pem());
    if (problem != null) {
      return Optional.of(
          "Cannot write a key to " + Redactor.sanitizePath(created.pem()) + ": " + problem + ".");
    }
    Path folder = created.pem().toAbsolutePath().getParent();
    return folder != null && Files.isWritable(folder) && Files.isDirectory(folder)
        ? Optional.empty()
        : Optional.of(
            "Cannot create a file in the folder of " + Redactor.sanitizePath(created.pem()) + ".");
  }

  private Optional<String> expired(X509Certificate certificate, String subject) {
    Instant expiresAt = certificate.getNotAfter().toInstant();
    return clock.instant().isBefore(expiresAt)
        ? Optional.empty()
        : Optional.of(subject + " expired at " + expiresAt + ".");
  }

  /** Returns a note about an existing credential, if any. */
  Optional<String> note(AppCredential credential) {
    return credential instanceof AppCredential.NewSecret && hasSecret()
        ? Optional.of(
            "A secret '"
                + CertificateChanges.NAME
                + "' exists, and its value cannot be read again. If you do not have it, delete it"
                + " under Certificates & secrets and run this again to create a new one.")
        : Optional.empty();
  }

  private Optional<PlannedChange> federated(AppCredential.Federated credential) {
    if (state.unknown().contains(StatePart.FEDERATED)) {
      return Optional.empty();
    }
    for (JsonObject entry : state.federated()) {
      if (string(entry, "issuer").equals(credential.issuer())
          && string(entry, "subject").equals(credential.subject())) {
        return strings(entry, "audiences").contains(exchangeAudience)
            ? Optional.empty()
            : Optional.of(replaceAudience(credential, entry));
      }
    }
    JsonArray audiences = new JsonArray();
    audiences.add(exchangeAudience);
    JsonObject body = new JsonObject();
    body.addProperty(
        "name",
        CertificateChanges.NAME
            + "-"
            + CertificateChanges.thumbprint(
                (credential.issuer() + " " + credential.subject()).getBytes(UTF_8), 4));
    body.addProperty("issuer", credential.issuer());
    body.addProperty("subject", credential.subject());
    body.add("audiences", audiences);
    return add(
        StatePart.FEDERATED,
        "federated credential " + credential.subject() + " of " + credential.issuer(),
        result ->
            graph.postIfAbsent(
                "add the federated credential",
                graph.at("applications", state.objectId(), "federatedIdentityCredentials").build(),
                body));
  }

  /** An issuer and a subject can have one credential only, so another audience is replaced. */
  private PlannedChange replaceAudience(AppCredential.Federated credential, JsonObject existing) {
    JsonArray audiences = new JsonArray();
    audiences.add(exchangeAudience);
    JsonObject body = new JsonObject();
    body.add("audiences", audiences);
    return PlannedChange.replacement(
        StatePart.FEDERATED,
        RegistrationStep.CREDENTIAL,
        "federated credential "
            + credential.subject()
            + " of "
            + credential.issuer()
            + " for the audience "
            + exchangeAudience
            + ", previously "
            + String.join(" ", strings(existing, "audiences")),
        result ->
            graph.patch(
                "change the federated credential",
                graph
                    .at("applications", state.objectId(), "federatedIdentityCredentials")
                    .addPathSegment(string(existing, "name"))
                    .build(),
                body));
  }

  private Optional<PlannedChange> secret(AppCredential.NewSecret credential) {
    if (hasSecret()) {
      return Optional.empty();
    }
    JsonObject password = new JsonObject();
    password.addProperty("displayName", CertificateChanges.NAME);
    password.addProperty(
        "endDateTime", CertificateChanges.seconds(clock.instant().plus(credential.lifetime())));
    JsonObject body = new JsonObject();
    body.add("passwordCredential", password);
    return add(
        StatePart.APPLICATION,
        "secret for " + credential.lifetime().toDays() + " days",
        result -> {
          HttpUrl url = graph.at("applications", state.objectId(), "addPassword").build();
          String value = string(graph.post("add a secret", url, body), "secretText");
          if (value.isBlank()) {
            throw graph.unexpected("add a secret", "the response has no secret.");
          }
          result.setSecret(value);
        });
  }

  private boolean hasSecret() {
    if (state.application() == null) {
      return false;
    }
    return objects(state.application(), "passwordCredentials").stream()
        .filter(entry -> string(entry, "displayName").equals(CertificateChanges.NAME))
        .anyMatch(entry -> certificates().expiresAt(entry).isAfter(clock.instant()));
  }

  private static Optional<PlannedChange> add(
      StatePart part, String description, PlannedChange.Action action) {
    return Optional.of(
        PlannedChange.addition(part, RegistrationStep.CREDENTIAL, description, action));
  }
}
