package io.github.adtauth.testkit.entra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The most recently issued refresh tokens. As in Entra ID, a redeemed token remains valid unless
 * rotation is strict.
 */
final class RefreshTokens {
  private static final Duration SPA_LIFETIME = Duration.ofDays(1);
  private static final int MAX_TOKENS = 5_000;

  private final Clock clock;
  private final Directory directory;
  private final Map<String, IssuedToken> tokens =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, IssuedToken> eldest) {
              return size() > MAX_TOKENS;
            }
          });
  private volatile boolean strictRotation;
  private volatile Duration lifetime = Duration.ofDays(90);

  RefreshTokens(Clock clock, Directory directory) {
    this.clock = clock;
    this.directory = directory;
  }

  void strictRotation(boolean value) {
    strictRotation = value;
  }

  void lifetime(Duration value) {
    lifetime = value;
  }

  String issue(GrantRequest request, SignIn signIn, Scopes scopes) {
    String token = "1." + TokenIssuer.randomString(48);
    String client = request.client().clientId();
    tokens.put(
        token, new IssuedToken(client, request.tenant().id(), signIn, scopes, clock.instant()));
    return token;
  }

  Platform platform(String token) {
    IssuedToken entry = tokens.get(token);
    return entry == null ? Platform.UNKNOWN : entry.signIn().platform();
  }

  /** Returns the grant of a valid token. */
  IssuedToken redeem(GrantRequest request, String token) {
    IssuedToken entry = tokens.get(token);
    if (entry == null || !entry.clientId().equals(request.client().clientId())) {
      throw new EntraErrorException(
          "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.");
    }
    if (!entry.tenantId().equals(request.tenant().id())) {
      throw new EntraErrorException(
          "invalid_grant",
          50020,
          "User account '"
              + entry.signIn().user().upn()
              + "' from identity provider does not exist in tenant '"
              + request.tenant().domain()
              + "'.");
    }
    if (!clock.instant().isBefore(entry.issuedAt().plus(lifetime))) {
      throw new EntraErrorException(
          "invalid_grant",
          700082,
          "The refresh token has expired due to inactivity. The token was issued on "
              + entry.issuedAt()
              + " and was inactive for "
              + lifetime.toDays()
              + ".00:00:00.");
    }
    checkSpa(entry);
    checkSession(entry.signIn());
    if (strictRotation) {
      tokens.remove(token);
    }
    return entry;
  }

  /** Returns how long a single-page application may renew its tokens, or null for others. */
  @Nullable Duration remainingSpaLifetime(SignIn signIn) {
    Instant since = signIn.spaSince();
    return since == null ? null : Duration.between(clock.instant(), since.plus(SPA_LIFETIME));
  }

  /**
   * Rejects a single-page application's token one day after the sign-in, even if it was renewed.
   */
  private void checkSpa(IssuedToken entry) {
    Instant since = entry.signIn().spaSince();
    if (since != null && !clock.instant().isBefore(since.plus(SPA_LIFETIME))) {
      throw new EntraErrorException(
          "invalid_grant",
          700084,
          "The refresh token was issued to a single page app (SPA), and therefore has a fixed,"
              + " limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a"
              + " new sign in request must be sent by the SPA to the sign in page. The token was"
              + " issued on "
              + entry.issuedAt()
              + ".");
    }
  }

  /** Rejects a sign-in from before the user's sessions were revoked. */
  void checkSession(SignIn signIn) {
    if (signIn.epoch() < directory.sessionEpoch(signIn.user())) {
      throw new EntraErrorException(
              "invalid_grant",
              50173,
              "The provided grant has expired due to it being revoked, a fresh auth token is"
                  + " needed. The user might have changed or reset their password.")
          .suberror("bad_token");
    }
  }

  /**
   * The grant of a refresh token.
   *
   * @param clientId the client
   * @param tenantId the tenant
   * @param signIn the sign-in of the user
   * @param scopes the scopes of the grant
   * @param issuedAt when the token was issued
   */
  record IssuedToken(
      String clientId, String tenantId, SignIn signIn, Scopes scopes, Instant issuedAt) {}
}
