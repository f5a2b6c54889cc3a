package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forwards tokens and records the permissions that the last token for Microsoft Graph names. The
 * claims are not verified; they are used in notes. Only the object id has an effect: it identifies
 * which owner is the caller, and it comes from the caller's own provider. Thread-safe; keeps no
 * token.
 */
public final class PermissionTracker implements TokenProvider {
  /** Permits everything that the directory roles of the user allow. */
  private static final String DIRECTORY_ACCESS_AS_USER = "Directory.AccessAsUser.All";

  /** Permits consents, but not registering applications. */
  private static final String DIRECTORY_WRITE = "Directory.ReadWrite.All";

  private static final String APPLICATION_WRITE = "Application.ReadWrite.All";
  private static final String GRANT_WRITE = "DelegatedPermissionGrant.ReadWrite.All";

  private final TokenProvider tokens;
  private volatile Set<String> permissions = Set.of();
  private volatile String tenant = "";
  private volatile String objectId = "";
  private volatile boolean isApplication;

  public PermissionTracker(TokenProvider tokens) {
    this.tokens = tokens;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    AccessToken token = tokens.token(request);
    record(token);
    return token;
  }

  @Override
  public @Nullable AccessToken cachedToken(TokenRequest request) {
    AccessToken token = tokens.cachedToken(request);
    record(token);
    return token;
  }

  /** Returns notes about steps that Graph may reject; empty if the token cannot be read. */
  public List<String> notes(Set<RegistrationStep> steps) {
    Set<String> granted = permissions;
    List<String> notes = new ArrayList<>();
    if (granted.isEmpty() || granted.contains(DIRECTORY_ACCESS_AS_USER)) {
      return notes;
    }
    boolean changesApplication =
        steps.stream()
            .anyMatch(
                step -> step != RegistrationStep.CONSENT && step != RegistrationStep.INSTANCE_ROLE);
    if (changesApplication && !granted.contains(APPLICATION_WRITE)) {
      notes.add(
          "Microsoft Graph may reject the changes: the token does not name "
              + APPLICATION_WRITE
              + ".");
    }
    if (steps.contains(RegistrationStep.CONSENT)
        && !granted.contains(GRANT_WRITE)
        && !granted.contains(DIRECTORY_WRITE)) {
      notes.add(
          "Consent may require an administrator: the token does not name " + GRANT_WRITE + ".");
    }
    return notes;
  }

  private void record(@Nullable AccessToken token) {
    if (token != null) {
      JwtClaims parsed = JwtClaims.parse(token.value());
      JsonObject claims = parsed == null ? new JsonObject() : parsed.json();
      permissions = delegated(claims);
      isApplication = GraphJson.string(claims, "idtyp").equals("app");
      String tid = GraphJson.string(claims, "tid");
      tenant = Guid.isGuid(tid) ? tid : "";
      String oid = GraphJson.string(claims, "oid");
      objectId = Guid.isGuid(oid) ? oid : "";
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
  boolean isApplicationToken() {
    return isApplication;
  }

  /** Returns the scopes of the claim {@code scp}; empty for a token of an application. */
  private static Set<String> delegated(JsonObject claims) {
    String scopes = GraphJson.string(claims, "scp").strip();
    return scopes.isEmpty() ? Set.of() : Set.copyOf(List.of(scopes.split(" +")));
  }
}
