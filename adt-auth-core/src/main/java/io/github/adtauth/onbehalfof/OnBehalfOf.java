package io.github.adtauth.onbehalfof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenErrorMapper;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.onbehalfof.AssertionExchange;
import io.github.adtauth.internal.onbehalfof.AssertionKey;
import io.github.adtauth.internal.onbehalfof.InboundToken;
import io.github.adtauth.internal.onbehalfof.InboundTokenChecks;
import io.github.adtauth.internal.onbehalfof.OnBehalfOfParts;
import io.github.adtauth.internal.onbehalfof.OnBehalfOfTokenProvider;
import io.github.adtauth.internal.onbehalfof.SessionEntry;
import io.github.adtauth.internal.onbehalfof.Sessions;
import io.github.adtauth.internal.onbehalfof.UserSignOutCheck;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LongSummaryStatistics;

/**
 * A web API that calls on behalf of its users: each user's token is exchanged for one of the
 * resource (RFC 7523 2.1 as Entra's on-behalf-of flow) and kept for as long as both are good. One
 * for each application: share it. Thread-safe; nothing to close.
 */
public final class OnBehalfOf {
  /** The bytes that an entry takes beside the inbound token and the ids of its user, measured. */
  private static final int USER_OVERHEAD = 900;

  private static final Duration SESSION_LIFE = Duration.ofDays(1);

  private final TokenClientContext context;
  private final ClientCredential credential;
  private final OnBehalfOfParts parts;
  private final InboundTokenChecks rules;
  private final AssertionExchange exchange;
  private final Cache<AssertionKey, OnBehalfOfTokenProvider> users;

  public OnBehalfOf(
      TokenClientContext context, ClientCredential credential, OnBehalfOfParts parts) {
    this.context = context;
    this.credential = credential;
    this.parts = parts;
    rules = new InboundTokenChecks(parts.audiences(), context.tenant());
    exchange = new AssertionExchange(context, credential);
    users =
        Caffeine.newBuilder()
            .maximumWeight(parts.maximumWeight())
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

  /**
   * Returns the provider of the user whose token a request brought. Cheap: call it for each
   * request. Validating the token (signature, issuer, lifetime) is the web API's part, before this.
   * What the token says of itself is looked at here each time, without trusting it.
   *
   * @param assertion the access token that the web API received, without {@code Bearer}
   * @throws InboundTokenException if it is no JWT, is an id token or of an application alone, was
   *     issued for another API or tenant, or has expired: answer 401
   */
  public TokenProvider forUser(String assertion) {
    return known(assertion);
  }

  /**
   * Returns who the user of an inbound token is.
   *
   * @throws InboundTokenException as {@link #forUser} does, and if the token does not say
   */
  public UserId userId(String assertion) {
    return userId(known(assertion));
  }

  /**
   * Starts a session of one day: work that goes on after the user's token has expired.
   *
   * @throws InboundTokenException as {@link #forUser} does, and if the token does not say whose it
   *     is
   * @throws AdtException if the exchange failed, or the store did not take the session
   * @throws IllegalStateException if there is no store
   */
  public Session startSession(String assertion) {
    return startSession(assertion, SESSION_LIFE);
  }

  /**
   * Starts a session that ends after {@code timeToLive} at the latest, at most 90 days. The store
   * has acknowledged it when this returns.
   *
   * @throws InboundTokenException as {@link #forUser} does, and if the token does not say whose it
   *     is
   * @throws AdtException if the exchange failed, or the store did not take the session
   * @throws IllegalStateException if there is no store
   * @throws IllegalArgumentException if the time is not positive or too long
   */
  public Session startSession(String assertion, Duration timeToLive) {
    Sessions sessions = sessions();
    if (timeToLive.compareTo(Duration.ofMillis(1)) < 0
        || timeToLive.compareTo(Sessions.LONGEST) > 0) {
      throw new IllegalArgumentException("a session lives from 1 ms to 90 days");
    }
    OnBehalfOfTokenProvider known = known(assertion);
    UserId user = userId(known);
    Instant issuedAt = known.inbound().issuedAt();
    sessions.refuseSignedOut(user, issuedAt);
    TokenRequest request = parts.defaultRequest();
    TokenResponse answer = exchanged(known, assertion, request);
    Secret refreshToken = answer.refreshToken();
    if (refreshToken == null || refreshToken.reveal().length() > SessionEntry.LONGEST_TOKEN) {
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "The token service gave no fit refresh token, which a session lives on."));
    }
    Instant end = context.timing().clock().instant().plus(timeToLive);
    return sessions.start(
        new SessionEntry(user, issuedAt, end, refreshToken), request, answer.token());
  }

  private TokenResponse exchanged(
      OnBehalfOfTokenProvider known, String assertion, TokenRequest request) {
    try {
      return parts
          .cache()
          .authority()
          .call(known.principal(), () -> exchange.token(known, Secret.of(assertion), request));
    } catch (AdtException e) {
      context.log().failed(known.owner(), Duration.ZERO, e);
      throw e;
    } catch (IOException e) {
      throw NetworkErrors.of(e, context.serviceName());
    }
  }

  /**
   * Returns a session that was started here or on another node.
   *
   * @param key the session's key
   * @param user whose session it is to be: the user of the request, or as kept with the work
   * @throws io.github.adtauth.InteractionRequiredException if there is no such session of this user
   * @throws io.github.adtauth.UnavailableException if the store is down
   * @throws IllegalStateException if there is no store
   */
  public Session resumeSession(Secret key, UserId user) {
    return sessions().resume(key, user);
  }

  /**
   * Signs a user out: every inbound token and session issued until now is refused, here at once, on
   * the other nodes within the local time to live. Entra dates its tokens some minutes back:
   * whoever signs in again at once may be refused for as long.
   *
   * @throws io.github.adtauth.UnavailableException if the store did not take it; then the user is
   *     still signed in
   * @throws IllegalStateException if there is no store
   */
  public void signOut(UserId user) {
    Sessions sessions = sessions();
    var theirs = users.asMap().values().stream().filter(known -> known.isOf(user)).toList();
    // Not of the future unless Entra took it: whoever forges a token must not lock the user out.
    Instant now = sessions.marks().now();
    Instant soon = now.plus(TokenErrorMapper.MAX_CLOCK_SKEW);
    Instant latest =
        theirs.stream()
            .filter(known -> known.isProven() || !known.inbound().issuedAt().isAfter(soon))
            .map(known -> known.inbound().issuedAt())
            .max(Instant::compareTo)
            .filter(now::isBefore)
            .orElse(now);
    sessions.marks().put(user, latest);
    sessions.recordSignOut(user); // after the mark was written: an earlier check does not count
    for (OnBehalfOfTokenProvider known : theirs) {
      known.signedOut();
      parts.cache().remove(known.owner());
    }
  }

  /** Returns how it stands; looks at every user, so ask every few seconds at most. */
  public OnBehalfOfHealth health() {
    LongSummaryStatistics expiries = parts.cache().expiries(Principal.Kind.USER_ASSERTION);
    boolean none = expiries.getCount() == 0;
    return new OnBehalfOfHealth(
        expiries.getCount(),
        none ? null : Instant.ofEpochMilli(expiries.getMin()),
        none ? null : Instant.ofEpochMilli(expiries.getMax()),
        exchange.fault(),
        parts.storeWatch() == null ? null : parts.storeWatch().fault());
  }

  private OnBehalfOfTokenProvider known(String assertion) {
    AssertionKey key = new AssertionKey(assertion);
    long now = context.timing().clock().millis();
    OnBehalfOfTokenProvider known = users.policy().getIfPresentQuietly(key);
    if (known == null || known.isUseDue(now)) {
      known = users.get(key, this::meet);
    }
    InboundTokenChecks.refuseExpired(known.admittedUntil(), now);
    return known;
  }

  private OnBehalfOfTokenProvider meet(AssertionKey key) {
    String assertion = key.assertion();
    InboundToken inbound = rules.check(assertion);
    TokenOwner owner = context.owner(Principal.userAssertion(assertion));
    UserSignOutCheck signOutCheck = UserSignOutCheck.of(parts, inbound, owner);
    return new OnBehalfOfTokenProvider(this, inbound, owner, assertion, signOutCheck);
  }

  public TokenProvider provider(OnBehalfOfTokenProvider user, String assertion) {
    Secret secret = Secret.of(assertion);
    return parts
        .cache()
        .provider(
            user.owner(),
            user.principal(),
            request -> {
              AccessToken token = exchange.token(user, secret, request).token();
              // Here and not in the waiting calls only: a token must not reach the store either.
              user.requireStillSignedIn();
              return token;
            });
  }

  private static UserId userId(OnBehalfOfTokenProvider known) {
    UserId user = known.inbound().user();
    if (user == null) {
      throw InboundTokenChecks.refused("does not say whose it is (oid and tid)");
    }
    return user;
  }

  private Sessions sessions() {
    Sessions sessions = parts.sessions();
    if (sessions == null) {
      throw new IllegalStateException(
          "Sessions and sign-out need a store that all nodes share: SignIn.store(…).");
    }
    return sessions;
  }

  private Duration lifetime(InboundToken inbound) {
    long left = inbound.expiresAt().toEpochMilli() - context.timing().clock().millis();
    return Duration.ofMillis(Math.max(0, left)).plus(InboundTokenChecks.SKEW);
  }

  @Override
  public String toString() {
    return "OnBehalfOf[" + context.clientId() + ", " + credential + "]";
  }
}
