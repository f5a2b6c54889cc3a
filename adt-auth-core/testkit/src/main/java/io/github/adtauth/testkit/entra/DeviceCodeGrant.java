package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Issues device codes and redeems them with the {@code device_code} grant. Thread-safe. */
final class DeviceCodeGrant implements Grant {
  static final String VERIFICATION_URI = "https://login.microsoft.com/device";
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Clock clock;
  private final Directory directory;
  private final TokenIssuer issuer;
  private final ConditionalAccess conditionalAccess;
  private final Map<String, Pending> byDeviceCode = new LinkedHashMap<>();
  private int intervalSeconds = 5;
  private int slowDowns;

  DeviceCodeGrant(
      Clock clock, Directory directory, TokenIssuer issuer, ConditionalAccess conditionalAccess) {
    this.clock = clock;
    this.directory = directory;
    this.issuer = issuer;
    this.conditionalAccess = conditionalAccess;
  }

  synchronized void interval(int seconds) {
    intervalSeconds = seconds;
  }

  synchronized void slowDown(int polls) {
    slowDowns = polls;
  }

  /**
   * Returns the response of {@code /oauth2/v2.0/devicecode}.
   *
   * @param verificationUri the page on which the user enters the code
   */
  synchronized JsonObject start(
      Registration client, Scopes scopes, String claims, String verificationUri) {
    String deviceCode = TokenIssuer.randomString(48);
    String userCode = userCode();
    Instant expiresAt = clock.instant().plus(LIFETIME);
    byDeviceCode.put(
        deviceCode,
        new Pending(client, userCode, scopes, claims, expiresAt, State.PENDING, null, 0));
    JsonObject response = new JsonObject();
    response.addProperty("user_code", userCode);
    response.addProperty("device_code", deviceCode);
    response.addProperty("verification_uri", verificationUri);
    response.addProperty("expires_in", LIFETIME.toSeconds());
    response.addProperty("interval", intervalSeconds);
    response.addProperty(
        "message",
        "To sign in, use a web browser to open the page "
            + verificationUri
            + " and enter the code "
            + userCode
            + " to authenticate.");
    return response;
  }

  synchronized boolean approve(String userCode, FakeUser user) {
    return decide(userCode, State.APPROVED, user);
  }

  synchronized boolean decline(String userCode) {
    return decide(userCode, State.DECLINED, null);
  }

  private boolean decide(String userCode, State state, @Nullable FakeUser user) {
    String normalized = userCode.trim().toUpperCase(Locale.ROOT);
    for (Map.Entry<String, Pending> entry : byDeviceCode.entrySet()) {
      Pending pending = entry.getValue();
      if (pending.userCode().equals(normalized) && pending.state() == State.PENDING) {
        entry.setValue(pending.withDecision(state, user, secondFactor(pending, user)));
        if (user != null && directory.settings().mayConsent(user)) {
          directory.consent(
              directory.permissionsToConsent(pending.client(), pending.scopes(), user, false),
              user);
        }
        return true;
      }
    }
    return false;
  }

  private long secondFactor(Pending pending, @Nullable FakeUser user) {
    return user == null
        ? 0
        : conditionalAccess.sequenceIfRequired(user, pending.scopes(), pending.claims());
  }

  @Override
  public synchronized JsonObject tokens(GrantRequest request) {
    String deviceCode = request.optional("device_code");
    String code = deviceCode.isEmpty() ? request.optional("code") : deviceCode;
    if (code.isEmpty()) {
      throw EntraErrorException.missingParameter("device_code");
    }
    Pending pending = byDeviceCode.get(code);
    if (pending == null || !pending.client().clientId().equals(request.client().clientId())) {
      throw new EntraErrorException(
          "bad_verification_code", 70000, "The provided device code is not recognized.");
    }
    if (!clock.instant().isBefore(pending.expiresAt())) {
      throw new EntraErrorException(
          "expired_token",
          70020,
          "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");
    }
    if (slowDowns > 0) {
      slowDowns--;
      throw new EntraErrorException("slow_down", 70016, "Polling too often. Slow down.");
    }
    FakeUser user = pending.user();
    if (pending.state() == State.DECLINED) {
      throw new EntraErrorException(
          "authorization_declined", 65004, "User declined to consent to access the app.");
    }
    if (user == null) {
      throw new EntraErrorException(
          "authorization_pending",
          70016,
          "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
    }
    byDeviceCode.remove(code);
    SignIn signIn =
        new SignIn(user, directory.sessionEpoch(user), pending.claims(), pending.secondFactor());
    return issuer.userResponse(request, pending.scopes(), signIn);
  }

  private static String userCode() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  private enum State {
    PENDING,
    APPROVED,
    DECLINED
  }

  private record Pending(
      Registration client,
      String userCode,
      Scopes scopes,
      String claims,
      Instant expiresAt,
      State state,
      @Nullable FakeUser user,
      long secondFactor) {
    Pending withDecision(State decision, @Nullable FakeUser decidedBy, long sequence) {
      return new Pending(
          client, userCode, scopes, claims, expiresAt, decision, decidedBy, sequence);
    }
  }
}
