package io.github.adtauth.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.StrictJson;
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
 * to be told, never trusted. Thread-safe; keeps no token.
 */
final class SeenPermissions implements TokenProvider {
  private static final int LIMIT = 64 << 10;
  private static final int DEPTH = 16;

  /** Each of these permits what a directory role of the user allows. */
  private static final List<String> EVERYTHING =
      List.of("Directory.AccessAsUser.All", "Directory.ReadWrite.All");

  private static final String APPLICATIONS = "Application.ReadWrite.All";
  private static final String GRANTS = "DelegatedPermissionGrant.ReadWrite.All";

  private final TokenProvider tokens;
  private volatile Set<String> seen = Set.of();

  SeenPermissions(TokenProvider tokens) {
    this.tokens = tokens;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    AccessToken token = tokens.token(request);
    look(token);
    return token;
  }

  @Override
  public @Nullable AccessToken tokenAtHand(TokenRequest request) {
    AccessToken token = tokens.tokenAtHand(request);
    look(token);
    return token;
  }

  /** Says which of the steps Graph may refuse; empty where the token cannot be read. */
  List<String> notes(Set<RegistrationStep> steps) {
    Set<String> permissions = seen;
    List<String> notes = new ArrayList<>();
    if (permissions.isEmpty() || EVERYTHING.stream().anyMatch(permissions::contains)) {
      return notes;
    }
    boolean changes =
        steps.stream()
            .anyMatch(
                step -> step != RegistrationStep.CONSENT && step != RegistrationStep.INSTANCE_ROLE);
    if (changes && !permissions.contains(APPLICATIONS)) {
      notes.add("Graph may refuse: the token does not name " + APPLICATIONS + ".");
    }
    if (steps.contains(RegistrationStep.CONSENT) && !permissions.contains(GRANTS)) {
      notes.add(
          "The consent may be left to an administrator: the token does not name " + GRANTS + ".");
    }
    return notes;
  }

  private void look(@Nullable AccessToken token) {
    if (token != null) {
      seen = delegated(token.value());
    }
  }

  /** Reads the claim {@code scp}; empty if there is none, as with an application's token. */
  private static Set<String> delegated(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || token.length() > LIMIT) {
      return Set.of();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
      JsonObject claims =
          StrictJson.object(new String(bytes, StandardCharsets.UTF_8), LIMIT, DEPTH);
      String scopes = claims == null ? "" : Members.string(claims, "scp").strip();
      return scopes.isEmpty() ? Set.of() : Set.copyOf(List.of(scopes.split(" +")));
    } catch (IllegalArgumentException e) {
      return Set.of();
    }
  }
}
