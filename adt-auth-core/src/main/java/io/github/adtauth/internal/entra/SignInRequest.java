package io.github.adtauth.internal.entra;

import io.github.adtauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;
import io.github.adtauth.signin.SignInHint;

/**
 * What a user is asked to sign in for.
 *
 * @param token what is to be granted
 * @param consent whether to ask for consent again, where that can be asked for
 * @param hint who it will be, or null
 */
public record SignInRequest(TokenRequest token, boolean consent, @Nullable SignInHint hint) {}
