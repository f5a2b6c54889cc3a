package io.github.adtauth.internal.onbehalfof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Secret;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenErrorMapper;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The on-behalf-of flow of Entra ID.
 *
 * <p><b>Path of an inbound token.</b> {@link #forUser} looks the token up in the cache of users. A
 * new token passes the {@link InboundTokenChecks} and gets an {@link OnBehalfOfTokenProvider}. That
 * provider takes tokens from the {@link TokenCache}, which runs the {@link AssertionExchange} for
 * tokens that it does not have. The exchange calls the token endpoint.
 *
 * <p><b>Sign-out.</b> Every provider and session has a {@link SignOutCheck}, which rereads the
 * {@link SignOutRegistry} in intervals and after a sign-out on this node.
 */
public final class EntraOnBehalfOf implements OnBehalfOf {
  /** The measured size of a cached user without the inbound token and the user's IDs, in bytes. */
  private static final int USER_OVERHEAD = 900;

  private static final Duration DEFAULT_SESSION_LIFETIME = Duration.ofDays(1);

  private final TokenClientContext context;
  private final ClientCredential credential;
  private final InboundTokenChecks checks;
  private final TokenCache tokens;
  private final @Nullable Sessions sessions;
  private final AssertionExchange exchange;
  private final Cache<AssertionKey, OnBehalfOfTokenProvider> users;

  /**
   * Creates the flow.
   *
   * @param checks the checks of inbound tokens
   * @param tokens caches the tokens of users and sessions
   * @param maximumBytes the maximum memory for inbound tokens
   * @param sessions sessions and sign-out, or null without a store
   */
  public EntraOnBehalfOf(
      TokenClientContext context,
      ClientCredential credential,
      InboundTokenChecks checks,
      TokenCache tokens,
      long maximumBytes,
      @Nullable Sessions sessions) {
    this.context = context;
    this.credential = credential;
    this.checks = checks;
    this.tokens = tokens;
    this.sessions = sessions;
    exchange = new AssertionExchange(context, credential);
    users =
        Caffeine.newBuilder()
            .maximumWeight(maximumBytes)
            .weigher(
                (AssertionKey key, OnBehalfOfTokenProvider user) ->
                    USER_OVERHEAD + key.assertion().length() + user.inbound().weight())
            .expireAfter(
                Expiry.creating(
                    (AssertionKey key, OnBehalfOfTokenProvider user) -> lifetime(user.inbound())))
            .ticker(context.timing().ticker()::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public TokenProvider forUser(String assertion) {
    return lookUp(assertion);
  }

  @Override
  public UserId userId(String assertion) {
    return requireUser(lookUp(assertion).inbound());
  }

  private OnBehalfOfTokenProvider lookUp(String assertion) {
    AssertionKey key = new AssertionKey(assertion);
    long now = context.timing().clock().millis();
    OnBehalfOfTokenProvider user = users.policy().getIfPresentQuietly(key);
    if (user == null || user.shouldRecordAccess(now)) {
      user = users.get(key, this::createUser);
    }
    InboundTokenChecks.requireNotExpired(user.acceptedUntil(), now);
    return user;
  }

  private OnBehalfOfTokenProvider createUser(AssertionKey key) {
    InboundToken inbound = checks.check(key.assertion());
    UserAssertion assertion = new UserAssertion(key.assertion(), inbound);
    TokenOwner owner = context.owner(Principal.userAssertion(key.assertion()));
    UserId user = inbound.user();
    UserSignOutCheck signOutCheck =
        sessions == null || user == null
            ? null
            : new UserSignOutCheck(sessions.signOuts(), inbound, user, owner, tokens);
    TokenProvider userTokens =
        tokens.provider(
            owner, assertion.userKey(), request -> exchange(assertion, signOutCheck, request));
    return new OnBehalfOfTokenProvider(assertion, owner, signOutCheck, userTokens);
  }

  private AccessToken exchange(
      UserAssertion assertion, @Nullable UserSignOutCheck signOutCheck, TokenRequest request) {
    AccessToken token = exchange.exchange(assertion, request).token();
    if (signOutCheck != null) {
      // Callers that wait check too, but the token of a signed-out user must not be stored either.
      signOutCheck.run();
    }
    return token;
  }

  private Duration lifetime(InboundToken inbound) {
    long remaining = inbound.expiresAt().toEpochMilli() - context.timing().clock().millis();
    return Duration.ofMillis(Math.max(0, remaining)).plus(InboundTokenChecks.CLOCK_SKEW);
  }

  @Override
  public Session startSession(String assertion) {
    return startSession(assertion, DEFAULT_SESSION_LIFETIME);
  }

  @Override
  public Session startSession(String assertion, Duration lifetime) {
    Sessions sessions = requireSessions();
    if (lifetime.compareTo(Duration.ofMillis(1)) < 0
        || lifetime.compareTo(Sessions.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "session lifetime must be between 1 ms and 90 days: " + lifetime);
    }
    OnBehalfOfTokenProvider provider = lookUp(assertion);
    UserId user = requireUser(provider.inbound());
    Instant issuedAt = provider.inbound().issuedAt();
    sessions.requireNotSignedOut(user, issuedAt);
    TokenResponse response =
        sessions
            .starts()
            .start(user, () -> exchangeForSession(provider, sessions.defaultRequest()));
    Secret refreshToken = response.refreshToken();
    if (refreshToken == null || refreshToken.reveal().length() > SessionEntry.MAX_STRING_LENGTH) {
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "The token response has no usable refresh token, which a session requires."));
    }
    Instant expiresAt = context.timing().clock().instant().plus(lifetime);
    return sessions.start(
        new SessionEntry(user, issuedAt, expiresAt, refreshToken), response.token());
  }

  /** Always sends a request: a cached response has no refresh token. */
  private TokenResponse exchangeForSession(OnBehalfOfTokenProvider provider, TokenRequest request) {
    UserAssertion assertion = provider.assertion();
    try {
      return tokens
          .breaker()
          .call(assertion.userKey(), () -> exchange.exchange(assertion, request));
    } catch (AdtException e) {
      context.log().failed(provider.owner(), Duration.ZERO, e);
      throw e;
    } catch (IOException e) {
      throw NetworkErrors.of(e, context.serviceName());
    }
  }

  @Override
  public Session resumeSession(Secret key, UserId user) {
    return requireSessions().resume(key, user);
  }

  @Override
  public void signOut(UserId user) {
    SignOutRegistry signOuts = requireSessions().signOuts();
    List<OnBehalfOfTokenProvider> providers =
        users.asMap().values().stream().filter(cached -> cached.isIssuedTo(user)).toList();
    signOuts.signOut(user, signOutTime(signOuts.now(), providers));
    for (OnBehalfOfTokenProvider provider : providers) {
      provider.markSignedOut();
      tokens.remove(provider.owner());
    }
  }

  /**
   * Returns the issue time of the user's latest token if it is later than now. Tokens from the
   * future are ignored unless Entra ID has accepted them: otherwise a forged token could lock the
   * user out.
   */
  private static Instant signOutTime(Instant now, List<OnBehalfOfTokenProvider> providers) {
    Instant latestPlausible = now.plus(TokenErrorMapper.MAX_CLOCK_SKEW);
    Instant signedOutAt = now;
    for (OnBehalfOfTokenProvider provider : providers) {
      Instant issuedAt = provider.inbound().issuedAt();
      boolean plausible =
          provider.assertion().isAcceptedByEntra() || !issuedAt.isAfter(latestPlausible);
      if (plausible && issuedAt.isAfter(signedOutAt)) {
        signedOutAt = issuedAt;
      }
    }
    return signedOutAt;
  }

  @Override
  public OnBehalfOfHealth health() {
    LongSummaryStatistics expiries = tokens.expiries(Principal.Kind.USER_ASSERTION);
    boolean empty = expiries.getCount() == 0;
    return new OnBehalfOfHealth(
        expiries.getCount(),
        empty ? null : Instant.ofEpochMilli(expiries.getMin()),
        empty ? null : Instant.ofEpochMilli(expiries.getMax()),
        exchange.lastFailure(),
        sessions == null ? null : sessions.lastStoreFailure());
  }

  private static UserId requireUser(InboundToken inbound) {
    UserId user = inbound.user();
    if (user == null) {
      throw InboundTokenChecks.withoutUser();
    }
    return user;
  }

  private Sessions requireSessions() {
    if (sessions == null) {
      throw new IllegalStateException(
          "Sessions and sign-out require a token store that all nodes share. Set one with"
              + " SignIn.store(…).");
    }
    return sessions;
  }

  @Override
  public String toString() {
    return "OnBehalfOf[" + context.clientId() + ", " + credential + "]";
  }
}
