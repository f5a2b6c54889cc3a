package io.github.adtauth.testkit;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the sign-in that a user's tokens stem from.
 *
 * @param user the user
 * @param epoch how often the user's sessions had been revoked by then
 * @param claims the claims demand that the sign-in has met, empty for none
 * @param nonce the nonce for the id token
 */
record SignIn(FakeUser user, int epoch, String claims, @Nullable String nonce) {}
