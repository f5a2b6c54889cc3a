package io.github.adtauth.testkit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the sign-in that a user's tokens stem from.
 *
 * @param user the user
 * @param epoch how often the user's sessions had been revoked by then
 * @param claims the claims demand that the sign-in has met, empty for none
 * @param secondFactor the turn of {@link ConditionalAccess} at which a second factor was given, 0 for never
 * @param nonce the nonce for the id token
 * @param platform the platform of the application that signed the user in
 * @param spaSince when a single-page application signed the user in; null for other applications
 */
record SignIn(
    FakeUser user,
    int epoch,
    String claims,
    long secondFactor,
    @Nullable String nonce,
    Platform platform,
    @Nullable Instant spaSince) {
  SignIn(FakeUser user, int epoch, String claims, long secondFactor) {
    this(user, epoch, claims, secondFactor, null, Platform.OTHER, null);
  }
}
