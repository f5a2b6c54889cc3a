package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.token.TokenRequest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the on-behalf-of exchange of one application works with.
 *
 * @param audiences what inbound tokens may be issued for, in lower case
 * @param defaultRequest the scope of Digital Twins
 * @param cache the tokens of users and sessions
 * @param maximumWeight how many bytes of inbound tokens are kept
 * @param sessions long-running sessions and sign-out; null where there is no store
 * @param storeWatch whether the store answers; null where there is none
 * @param localTtl how long what was read from the store is taken for true
 * @param listener is told of a store that fails
 */
public record OnBehalfOfParts(
    Set<String> audiences,
    TokenRequest defaultRequest,
    TokenCache cache,
    long maximumWeight,
    @Nullable Sessions sessions,
    @Nullable HealthTracker storeWatch,
    Duration localTtl,
    AuthListener listener) {}
