package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands tokens on, and remembers what the last one for Microsoft Graph says that it permits: read
 * to be told, never trusted. Only the object id decides something: which owner is the caller. It
 * comes from the caller's own provider. Thread-safe; keeps no token.
 */
public final class PermissionTracker implements TokenProvider {
  private static final int LIMIT = 64 << 10;
  private static final int DEPTH = 16;

  /** Permits what a directory role of the user allows. */
  private static final String EVERYTHING = "Directory.AccessAsUser.All";

  /** Permits consents, but not registering applications. */
  private static final String DIRECTORY = "Directory.ReadWrite.All";

  private static final String APPLICATIONS = "Application.ReadWrite.All";
  private static final String GRANTS = "DelegatedPermissionGrant.ReadWrite.All";

  private final TokenProvider tokens;
  private volatile Set<String> seen = Set.of();
  private volatile String tenant = "";
  private volatile String objectId = "";
  private volatile boolean application;

  public PermissionTracker(TokenProvider tokens) {
    this.tokens = tokens;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    AccessToken token = tokens.token(request);
    look(token);
    return token;
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    AccessToken token = tokens.cachedToken(request);
    look(token);
    return token;
  }

  /** Says which of the steps Graph may refuse; empty where the token cannot be read. */
  public List<String> notes(Set<RegistrationStep> steps) {
    Set<String> permissions = seen;
    List<String> notes = new ArrayList<>();
    if (permissions.isEmpty() || permissions.contains(EVERYTHING)) {
      return notes;
    }
    boolean changes =
        steps.stream()
            .anyMatch(
                step -> step != RegistrationStep.CONSENT && step != RegistrationStep.INSTANCE_ROLE);
    if (changes && !permissions.contains(APPLICATIONS)) {
      notes.add("Graph may refuse: the token does not name " + APPLICATIONS + ".");
    }
    if (steps.contains(RegistrationStep.CONSENT)
        && !permissions.contains(GRANTS)
        && !permissions.contains(DIRECTORY)) {
      notes.add(
          "The consent may be left to an administrator: the token does not name " + GRANTS + ".");
    }
    return notes;
  }

  private void look(@Nullable AccessToken token) {
    if (token != null) {
      JsonObject claims = claims(token.value());
      seen = delegated(claims);
      application = GraphJson.string(claims, "idtyp").equals("app");
      String tid = GraphJson.string(claims, "tid");
      tenant = GraphJson.isGuid(tid) ? tid : "";
      String oid = GraphJson.string(claims, "oid");
      objectId = GraphJson.isGuid(oid) ? oid : "";
    }
  }

  /** Returns the tenant that the last token names; empty if it cannot be read. */
  String tenant() {
    return tenant;
  }

  /** Returns the object id of the user or service principal; empty if it cannot be read. */
  String objectId() {
    return objectId;
  }

  /** Returns whether the last token was issued to an application, without a user. */
  boolean isOfApplication() {
    return application;
  }

  /** Reads the claim {@code scp}; empty if there is none, as with an application's token. */
  private static Set<String> delegated(JsonObject claims) {
    String scopes = GraphJson.string(claims, "scp").strip();
    return scopes.isEmpty() ? Set.of() : Set.copyOf(List.of(scopes.split(" +")));
  }

  private static JsonObject claims(String token) {
    String[] parts = token.split("\\.", -1);
    JsonObject claims = null;
    if (parts.length == 3 && token.length() <= LIMIT) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
        claims = StrictJson.object(new String(bytes, StandardCharsets.UTF_8), LIMIT, DEPTH);
      } catch (IllegalArgumentException e) {
        return new JsonObject(); // treat it as opaque
      }
    }
    return claims == null ? new JsonObject() : claims;
  }
}
