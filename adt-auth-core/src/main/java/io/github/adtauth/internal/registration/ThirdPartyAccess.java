package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.json.JsonMembers.objects;
import static io.github.adtauth.internal.json.JsonMembers.strings;
import static io.github.adtauth.internal.registration.GraphJson.object;
import static io.github.adtauth.internal.registration.GraphJson.string;

import com.google.gson.JsonObject;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the access of third parties to an existing application or to its users' tokens: owners,
 * credentials, redirect URIs, clients and API permissions that neither the spec nor the signed-in
 * identity explains.
 */
record ThirdPartyAccess(AppSpec spec, DirectoryState state, Clock clock) {
  private static final List<String> PLATFORMS = List.of("web", "spa", "publicClient");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Returns a phrase for each kind of access, such as {@code secret 'x' (…)}. */
  List<Statement> lines() {
    JsonObject application = state.application();
    if (application == null) {
      return List.of();
    }
    Set<String> lines = new LinkedHashSet<>();
    credentials(application, "", lines);
    JsonObject principal = state.servicePrincipal();
    if (principal != null) {
      credentials(principal, " of its service principal", lines);
    }
    federated(lines);
    List<String> redirectUris =
        PLATFORMS.stream()
            .flatMap(platform -> strings(object(application, platform), "redirectUris").stream())
            .toList();
    redirectUris(redirectUris, "", lines);
    if (principal != null) {
      // The directory copies the application's redirect URIs to its service principal.
      List<String> replyUrls = new ArrayList<>(strings(principal, "replyUrls"));
      replyUrls.removeAll(redirectUris);
      redirectUris(replyUrls, " of its service principal", lines);
    }
    clients(object(application, "api"), lines);
    String audience = string(application, "signInAudience");
    if (!audience.isEmpty() && !audience.equals("AzureADMyOrg")) {
      lines.add("users of other tenants (" + audience + ")");
    }
    if (spec.purpose() != AppSpec.Purpose.DESKTOP
        && string(application, "isFallbackPublicClient").equals("true")) {
      lines.add("public client flows");
    }
    return Stream.concat(state.owners().others().stream(), lines.stream().map(Statement::of))
        .distinct()
        .toList();
  }

  /**
   * Returns the API permissions that neither the spec needs nor the Azure portal adds to each
   * application.
   */
  List<ApiPermission> unneededPermissions() {
    JsonObject application = state.application();
    if (application == null) {
      return List.of();
    }
    ApiPermission needed =
        new ApiPermission(
            ApplicationBody.requiredApi(spec), ApplicationBody.requiredScope(spec, state), true);
    Set<ApiPermission> permissions = new LinkedHashSet<>(ApiPermission.requestedBy(application));
    permissions.remove(needed);
    permissions.remove(ApiPermission.USER_READ);
    return List.copyOf(permissions);
  }

  /**
   * Returns the secrets that may come from an earlier run. This is not certain, because any owner
   * can give a secret the same name.
   */
  List<String> unprovenSecrets() {
    JsonObject application = state.application();
    return application == null
        ? List.of()
        : objects(application, "passwordCredentials").stream()
            .filter(secret -> isLive(secret) && isRequestedBySpec(secret))
            .map(ThirdPartyAccess::label)
            .toList();
  }

  /** Returns whether an entry has the thumbprint of the spec's certificate, but no key. */
  boolean lacksKey() {
    JsonObject application = state.application();
    X509Certificate certificate = certificate();
    return application != null
        && certificate != null
        && objects(application, "keyCredentials").stream()
            .anyMatch(
                entry ->
                    string(entry, "key").isEmpty()
                        && CertificateChanges.isEntryOf(entry, certificate));
  }

  private void credentials(JsonObject holder, String whose, Set<String> lines) {
    for (JsonObject secret : objects(holder, "passwordCredentials")) {
      if (isLive(secret) && !(whose.isEmpty() && isRequestedBySpec(secret))) {
        lines.add("secret" + whose + " " + label(secret));
      }
    }
    X509Certificate certificate = certificate();
    for (JsonObject key : objects(holder, "keyCredentials")) {
      boolean expected =
          whose.isEmpty() && certificate != null && CertificateChanges.hasKeyOf(key, certificate);
      if (isLive(key) && !expected) {
        lines.add("certificate" + whose + " " + label(key));
      }
    }
  }

  private boolean isRequestedBySpec(JsonObject secret) {
    return spec.credential().orElse(null) instanceof AppCredential.NewSecret
        && string(secret, "displayName").equals(CertificateChanges.NAME);
  }

  private @Nullable X509Certificate certificate() {
    AppCredential credential = spec.credential().orElse(null);
    if (credential instanceof AppCredential.ExistingCertificate existing) {
      return existing.certificate();
    }
    KeyFile created = KeyFile.of(credential);
    return created == null ? null : created.certificate();
  }

  private static String label(JsonObject credential) {
    String thumbprint = string(credential, "customKeyIdentifier");
    return "'"
        + string(credential, "displayName")
        + "' ("
        + (thumbprint.isEmpty() ? string(credential, "keyId") : thumbprint)
        + ")";
  }

  /** Returns whether a credential may be valid. An unreadable expiry counts as valid. */
  private boolean isLive(JsonObject credential) {
    try {
      return Instant.parse(string(credential, "endDateTime")).isAfter(clock.instant());
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  private void federated(Set<String> lines) {
    AppCredential.Federated expected =
        spec.credential().orElse(null) instanceof AppCredential.Federated credential
            ? credential
            : null;
    for (JsonObject entry : state.federated()) {
      String issuer = string(entry, "issuer");
      String subject = string(entry, "subject");
      if (expected == null
          || !issuer.equals(expected.issuer())
          || !subject.equals(expected.subject())) {
        lines.add("federated credential " + subject + " of " + issuer);
      }
    }
  }

  private void redirectUris(List<String> uris, String whose, Set<String> lines) {
    for (String uri : uris) {
      if (!spec.redirectUris().contains(uri) && !isLoopback(uri)) {
        lines.add("redirect URI" + whose + " " + uri);
      }
    }
  }

  /**
   * A loopback address receives tokens on the user's own machine only. A custom scheme belongs to
   * the application that the system has registered for it, regardless of the host.
   */
  private static boolean isLoopback(String text) {
    try {
      URI uri = URI.create(text);
      boolean isHttp =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return isHttp && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void clients(JsonObject api, Set<String> lines) {
    List<String> clients = new ArrayList<>(strings(api, "knownClientApplications"));
    objects(api, "preAuthorizedApplications")
        .forEach(client -> clients.add(string(client, "appId")));
    for (String client : clients) {
      if (spec.preAuthorizedClients().stream().noneMatch(client::equalsIgnoreCase)) {
        lines.add("client " + client);
      }
    }
  }
}
