package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Issues authorization codes and redeems them with the {@code authorization_code} grant. */
final class AuthorizationCodeGrant implements Grant {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Clock clock;
  private final Directory directory;
  private final TokenIssuer issuer;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();

  AuthorizationCodeGrant(Clock clock, Directory directory, TokenIssuer issuer) {
    this.clock = clock;
    this.directory = directory;
    this.issuer = issuer;
  }

  @Override
  public Platform platform(Map<String, String> form) {
    Code code = codes.get(form.getOrDefault("code", ""));
    return code == null ? Platform.UNKNOWN : code.signIn().platform();
  }

  String issue(AuthorizationRequest request, Scopes scopes, SignIn signIn) {
    String code = "1." + TokenIssuer.randomString(32);
    Instant expiresAt = clock.instant().plus(LIFETIME);
    codes.put(
        code,
        new Code(
            request.client().clientId(),
            request.redirectUri(),
            request.parameter("code_challenge"),
            scopes,
            signIn,
            expiresAt,
            new AtomicBoolean()));
    return code;
  }

  @Override
  public JsonObject tokens(GrantRequest request) {
    Code code = codes.get(request.required("code"));
    String redirectUri = request.required("redirect_uri");
    if (code == null || !code.clientId().equals(request.client().clientId())) {
      throw invalidGrant(70000, "The provided value for the 'code' parameter is not valid.");
    }
    if (!code.redirectUri().equals(redirectUri)) {
      throw invalidGrant(
          500112,
          "The reply address '"
              + redirectUri
              + "' does not match the reply address '"
              + code.redirectUri()
              + "' provided when requesting Authorization code.");
    }
    if (!clock.instant().isBefore(code.expiresAt())) {
      throw invalidGrant(
          70008,
          "The provided authorization code or refresh token has expired due to inactivity. Send a"
              + " new interactive authorization request for this user and resource.");
    }
    checkVerifier(code.challenge(), request);
    Scopes scopes = request.scopes(code.scopes(), directory);
    if (code.used().getAndSet(true)) {
      throw invalidGrant(
          54005,
          "OAuth2 Authorization code was already redeemed, please retry with a new valid code or"
              + " use an existing refresh token.");
    }
    return issuer.userResponse(request, scopes, code.signIn(), code.scopes());
  }

  private static void checkVerifier(String challenge, GrantRequest request) {
    if (challenge.isEmpty()) {
      return;
    }
    if (!Jwts.sha256(request.required("code_verifier")).equals(challenge)) {
      throw invalidGrant(
          501481,
          "The Code_Verifier does not match the code_challenge supplied in the authorization"
              + " request.");
    }
  }

  private static EntraErrorException invalidGrant(int code, String text) {
    return new EntraErrorException("invalid_grant", code, text);
  }

  private record Code(
      String clientId,
      String redirectUri,
      String challenge,
      Scopes scopes,
      SignIn signIn,
      Instant expiresAt,
      AtomicBoolean used) {}
}
