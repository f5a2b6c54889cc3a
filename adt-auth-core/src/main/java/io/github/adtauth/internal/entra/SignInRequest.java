package io.github.adtauth.internal.entra;

import io.github.adtauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an interactive sign-in.
 *
 * @param token the token request, with its scopes and claims
 * @param consent whether to prompt for consent again, if the flow supports it
 * @param loginHint the user name to prefill, or null
 * @param domainHint the domain whose sign-in page to open, or null
 */
public record SignInRequest(
    TokenRequest token, boolean consent, @Nullable String loginHint, @Nullable String domainHint) {}
