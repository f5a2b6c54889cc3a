package io.github.adtauth.internal.entra;

import io.github.adtauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a user is asked to sign in for.
 *
 * @param token what is to be granted
 * @param consent whether to ask for consent again, where that can be asked for
 * @param loginHint the user name that the sign-in page fills in, or null
 * @param domainHint the domain whose sign-in page is opened, or null
 */
public record SignInRequest(
    TokenRequest token, boolean consent, @Nullable String loginHint, @Nullable String domainHint) {}
