package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one application, kept in its store under the hash of their keys. Whatever the
 * store did not acknowledge has not happened. Thread-safe.
 */
public final class Sessions {
  /** How long a session may be: as long as Entra's refresh tokens live. */
  public static final Duration LONGEST = Duration.ofDays(90);

  private static final int KEY_BYTES = 32;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TokenClientContext context;
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;
  private final TokenStore store;
  private final SignOutStore marks;
  private final TokenCache cache;
  private final long localTtlNanos;
  private final SignOutCounters signOuts = new SignOutCounters();
  private final SignOutCounters sessionEnds = new SignOutCounters();

  public Sessions(
      TokenClientContext context,
      ClientCredential credential,
      TokenStore store,
      TokenCache cache,
      Duration localTtl) {
    this.context = context;
    this.endpoint = new TokenEndpoint(context);
    this.credential = credential;
    this.store = store;
    this.marks = new SignOutStore(context, store);
    this.cache = cache;
    localTtlNanos = localTtl.toNanos();
  }

  public SignOutStore marks() {
    return marks;
  }

  /** Returns how often the user, or another of the bucket, signed out here. */
  AtomicInteger signOuts(UserId user) {
    return signOuts.of(user);
  }

  /** Records a sign-out on this node, whose mark is in the store. */
  public void recordSignOut(UserId user) {
    signOuts.of(user).incrementAndGet();
    sessionEnds.of(user).incrementAndGet();
  }

  /** Refuses to start a session with what was issued before the user signed out. */
  public void refuseSignedOut(UserId user, Instant issuedAt) {
    try {
      if (marks.signedOutSince(user, issuedAt)) {
        throw InboundTokenChecks.signedOut();
      }
    } catch (IOException e) {
      throw storeDown("The session was not started", e);
    }
  }

  /** Keeps the refresh token of an exchange under a new key. */
  public Session start(SessionEntry entry, TokenRequest request, AccessToken token) {
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    Secret key = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    SignOutCheck check = new SessionCheck(this, key, entry.user());
    try {
      store.put(storeKey(key), entry.write(), entry.expiresAt());
    } catch (IOException e) {
      throw storeDown("The session was not started", e);
    }
    try {
      refuseSignedOut(entry.user(), entry.issuedAt()); // while it was started, perhaps
    } catch (AdtException e) {
      end(key, entry.user());
      throw e;
    }
    cache.put(owner(key), request, token);
    return new Session(this, key, entry, check);
  }

  /** Finds a session again. */
  public Session resume(Secret key, UserId user) {
    SignOutCheck check = new SessionCheck(this, key, user);
    return new Session(this, key, read(key, user).entry, check);
  }

  /**
   * Ends a session; to end one that has ended is not an error, and one of another user is kept.
   *
   * @throws UnavailableException if the store is down, or the entry cannot be read
   */
  public void end(Secret key, UserId user) {
    try {
      byte[] bytes = store.get(storeKey(key));
      SessionEntry entry = bytes == null ? null : SessionEntry.read(bytes);
      if (bytes != null && entry == null) {
        throw new UnavailableException(
            ErrorDetails.of(
                "The session was not ended: its entry in the token store cannot be read here. A"
                    + " newer version of adt-auth may have written it: end the session there, or"
                    + " sign the user out."));
      }
      // Also if it has expired by the clock here: by those of other nodes it may not have.
      if (entry == null || entry.user().equals(user)) {
        store.remove(storeKey(key));
      }
    } catch (IOException e) {
      throw storeDown("The session was not ended", e);
    }
    cache.remove(owner(key));
    sessionEnds.of(user).incrementAndGet(); // others here may hold the same session
  }

  /**
   * Reads a session.
   *
   * @throws InteractionRequiredException if there is none of this user, or the user signed out
   * @throws UnavailableException if the store is down: a session that may have ended is not used
   */
  private Found read(Secret key, UserId user) {
    if (!KEY.matcher(key.reveal()).matches()) {
      throw noSuchSession(); // nobody was ever given it
    }
    try {
      byte[] bytes = store.get(storeKey(key));
      SessionEntry entry = bytes == null ? null : entryOf(bytes, user);
      if (bytes == null || entry == null || marks.signedOutSince(user, entry.issuedAt())) {
        cache.remove(owner(key));
        throw noSuchSession();
      }
      return new Found(bytes, entry);
    } catch (IOException e) {
      throw storeDown("The session could not be read", e);
    }
  }

  public TokenProvider provider(Secret key, UserId user) {
    return cache.localProvider(owner(key), user, request -> refresh(key, user, request));
  }

  private AccessToken refresh(Secret key, UserId user, TokenRequest request) throws IOException {
    Found found = read(key, user);
    TokenResponse answer;
    try {
      answer = redeem(found, user, request);
    } catch (InteractionRequiredException e) {
      found = readReplacement(key, user, found, e);
      answer = redeem(found, user, request);
    }
    Secret replaced = answer.refreshToken();
    if (replaced != null && !replaced.equals(found.entry.refreshToken())) {
      replace(key, found, replaced);
    }
    read(key, user); // the session may have ended, or the user signed out, during the request
    return answer.token();
  }

  private TokenResponse redeem(Found found, UserId user, TokenRequest request) throws IOException {
    TokenResponse answer =
        cache
            .authority()
            .call(user, () -> endpoint.refresh(credential, found.entry.refreshToken(), request));
    answer
        .subject()
        .requireUser(user.objectId(), user.tenantId()); // before anything of it is used or stored
    return answer;
  }

  /**
   * Returns the entry that another node has written since this one was read.
   *
   * @throws InteractionRequiredException if the session has ended, or the rejection if the entry
   *     has not changed or the store is down
   */
  private Found readReplacement(
      Secret key, UserId user, Found rejected, InteractionRequiredException rejection) {
    return ReplacementReader.read(
        context,
        rejection,
        () -> {
          Found found = read(key, user);
          return found.entry.refreshToken().equals(rejected.entry.refreshToken()) ? null : found;
        });
  }

  /** Writes a new refresh token, unless another node has written one in the meantime. */
  private void replace(Secret key, Found found, Secret refreshToken) {
    SessionEntry next = found.entry.with(refreshToken);
    try {
      boolean unused = store.replace(storeKey(key), found.bytes, next.write(), next.expiresAt());
    } catch (IOException e) {
      throw storeDown("The session's new refresh token was not kept", e);
    }
  }

  long localTtlNanos() {
    return localTtlNanos;
  }

  long ticks() {
    return context.timing().ticker().getAsLong();
  }

  public Instant now() {
    return context.timing().clock().instant();
  }

  private @Nullable SessionEntry entryOf(byte[] bytes, UserId user) {
    SessionEntry entry = SessionEntry.read(bytes);
    return entry != null && entry.user().equals(user) && now().isBefore(entry.expiresAt())
        ? entry
        : null;
  }

  private StoreKey storeKey(Secret key) {
    return StoreKey.of(
        "session",
        context.keyAuthority().toString(),
        context.tenant(),
        context.clientId(),
        key.reveal());
  }

  private TokenOwner owner(Secret key) {
    return context.owner(Principal.session(key.reveal()));
  }

  private static InteractionRequiredException noSuchSession() {
    return new InteractionRequiredException(
        ErrorDetails.of(
            "There is no such session of this user: it has ended or expired, the user has signed"
                + " out, or it never was. Start another one with the user's next request."));
  }

  private static UnavailableException storeDown(String what, IOException e) {
    return new UnavailableException(ErrorDetails.of(what + ": the token store is down.").cause(e));
  }

  /** A session as it was read: the bytes too, because a replacement names what it replaces. */
  private static final class Found {
    final byte[] bytes;
    final SessionEntry entry;

    Found(byte[] bytes, SessionEntry entry) {
      this.bytes = bytes;
      this.entry = entry;
    }
  }

  /** Checks that a session of the user is still in the store, and the user has not signed out. */
  private static final class SessionCheck extends SignOutCheck {
    private final Sessions sessions;
    private final Secret key;
    private final UserId user;

    SessionCheck(Sessions sessions, Secret key, UserId user) {
      super(sessions, sessions.sessionEnds.of(user), sessions.localTtlNanos);
      this.sessions = sessions;
      this.key = key;
      this.user = user;
    }

    @Override
    boolean read() {
      Found unused = sessions.read(key, user);
      return true;
    }
  }
}
