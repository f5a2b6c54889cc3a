package io.github.adtauth.testkit.entra;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in from which a user's tokens originate.
 *
 * @param user the user
 * @param epoch the number of times that the user's sessions had been revoked before
 * @param claims the required claims that the sign-in has satisfied, or empty
 * @param secondFactor the sequence number of {@link ConditionalAccess} at which a second factor was
 *     given, or 0
 * @param nonce the nonce of the ID token
 * @param platform the platform of the application that signed the user in
 * @param spaSince when a single-page application signed the user in, or null for other applications
 * @param sessionId the ID of the browser's session for the claim {@code sid}, or null
 */
record SignIn(
    FakeUser user,
    int epoch,
    String claims,
    long secondFactor,
    @Nullable String nonce,
    Platform platform,
    @Nullable Instant spaSince,
    @Nullable String sessionId) {
  SignIn(FakeUser user, int epoch, String claims, long secondFactor) {
    this(user, epoch, claims, secondFactor, null, Platform.OTHER, null, null);
  }
}
