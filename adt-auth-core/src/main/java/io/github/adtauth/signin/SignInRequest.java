package io.github.adtauth.signin;

import io.github.adtauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a user is asked to sign in for.
 *
 * @param token what is to be granted
 * @param consent whether to ask for consent again, where that can be asked for
 * @param hint who it will be, or null
 */
record SignInRequest(TokenRequest token, boolean consent, @Nullable SignInHint hint) {}
