package io.github.adtauth.internal.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.internal.entra.Pkce;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.signin.Account;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One sign-in with the browser, from the start URL to the page that names the account.
 *
 * <p><b>Start.</b> The authorization URL contains the {@code state}. An attacker who learns it can
 * post an authorization code for the attacker's account, and the program would use that account.
 * Every user of the machine can read command lines, so the browser is started with the start URL
 * instead. It contains a nonce and redirects to the authorization URL once. A second request, or a
 * request by another user, means that the command line was read, so the sign-in fails.
 *
 * <p><b>End.</b> The first authorization response with the correct {@code state} is used. Its
 * connection stays open until the code is redeemed and the account accepted, so that the page can
 * name the account. The calling thread redeems the code. If the opener still occupies that thread,
 * the connection's thread redeems it.
 *
 * <p>A request with neither nonce nor state gets a constant page and has no effect. Thread-safe.
 */
final class SignInAttempt implements LoopbackHandler {
  private final LoopbackAddress address;
  private final URI authorizationUrl;
  private final byte[] state;
  private final String startPath = "/start/" + Pkce.randomState();
  private final Function<AuthorizationResponse, TokenResponse> redemption;
  private final Function<TokenResponse, Account> completion;

  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean redeeming = new AtomicBoolean();
  private final AtomicBoolean settled = new AtomicBoolean();
  private final CompletableFuture<AuthorizationResponse> response = new CompletableFuture<>();
  private final CompletableFuture<Account> outcome = new CompletableFuture<>();
  private volatile boolean callerWaits;

  /**
   * Creates an attempt.
   *
   * @param address the address of the listener
   * @param authorizationUrl the target of the start URL
   * @param state the expected {@code state} of the response (RFC 6749 10.12)
   * @param redemption exchanges the authorization code for tokens
   * @param completion accepts the tokens and returns their account
   */
  SignInAttempt(
      LoopbackAddress address,
      URI authorizationUrl,
      String state,
      Function<AuthorizationResponse, TokenResponse> redemption,
      Function<TokenResponse, Account> completion) {
    if (state.isBlank()) {
      throw new IllegalArgumentException("the state must not be blank");
    }
    this.address = address;
    this.authorizationUrl = authorizationUrl;
    this.state = state.getBytes(StandardCharsets.UTF_8);
    this.redemption = redemption;
    this.completion = completion;
  }

  /** Returns the URL to open, which is valid for one request. */
  URI startUrl() {
    return URI.create("http://" + address.host() + startPath);
  }

  /**
   * Waits on the calling thread until the user has signed in.
   *
   * @throws InteractionRequiredException if the time limit is exceeded, or another user opened the
   *     start URL
   * @throws CallCanceledException if the thread is interrupted or the attempt closed
   */
  Account await(Duration limit) {
    callerWaits = true;
    try {
      redeem(response.get(limit.toMillis(), TimeUnit.MILLISECONDS));
      return outcome.get();
    } catch (TimeoutException e) {
      throw new InteractionRequiredException(
          ErrorDetails.of("Nobody signed in within " + limit.toSeconds() + " seconds."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    }
  }

  /** Ends the attempt. An account that was accepted stays signed in. */
  void close() {
    stop(new CallCanceledException(ErrorDetails.of("The sign-in was closed.")));
  }

  @Override
  public LoopbackPage handle(LoopbackRequest request, Peer peer) {
    if (!peer.trusted()) {
      return knowsSecret(request)
          ? stop("The sign-in was stopped: " + peer.description() + " used its URL.")
          : LoopbackPage.NOT_FOUND;
    }
    // A different Host belongs to a web page whose name resolves to this machine (DNS rebinding).
    if (!request.header("host").equalsIgnoreCase(address.host())) {
      return LoopbackPage.NOT_FOUND;
    }
    if (isStart(request)) {
      return start(request);
    }
    return request.method().equals("POST") && request.target().equals(address.path())
        ? respond(request)
        : LoopbackPage.NOT_FOUND;
  }

  @Override
  public void flooded(Peer peer) {
    LoopbackPage unused =
        stop(
            "The sign-in was stopped: programs of other users opened too many connections to its"
                + " redirect URI, the latest "
                + peer.description()
                + ".");
  }

  private LoopbackPage start(LoopbackRequest request) {
    // HEAD requests and prefetches are not navigations: the browser would discard the redirect.
    if (!request.method().equals("GET") || isPrefetch(request) || settled.get()) {
      return LoopbackPage.NOT_FOUND;
    }
    return started.compareAndSet(false, true)
        ? LoopbackPage.redirect(authorizationUrl)
        : stop(
            "The sign-in was stopped: its start URL was opened twice, perhaps by another program"
                + " that read it.");
  }

  private static boolean isPrefetch(LoopbackRequest request) {
    String purpose =
        String.join(
            " ",
            request.header("sec-purpose"),
            request.header("purpose"),
            request.header("x-purpose"),
            request.header("x-moz"));
    return Ascii.toLowerCase(purpose).matches(".*(prefetch|prerender|preview).*");
  }

  private LoopbackPage respond(LoopbackRequest request) {
    Map<String, String> form = request.isForm() ? request.form() : null;
    if (form == null || !isState(form)) {
      return LoopbackPage.BAD_REQUEST;
    }
    AuthorizationResponse received =
        AuthorizationResponse.of(
            form.get("code"), form.get("error"), form.get("error_description"));
    if (received == null || !response.complete(received)) {
      return LoopbackPage.BAD_REQUEST;
    }
    if (!callerWaits) {
      redeem(received);
    }
    try {
      return LoopbackPage.signedIn(outcome.get());
    } catch (ExecutionException e) {
      return LoopbackPage.FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LoopbackPage.FAILURE;
    }
  }

  private void redeem(AuthorizationResponse received) {
    if (!redeeming.compareAndSet(false, true)) {
      return;
    }
    try {
      TokenResponse tokens = redemption.apply(received);
      if (settled.compareAndSet(false, true)) {
        outcome.complete(completion.apply(tokens));
      }
    } catch (RuntimeException | Error e) {
      settled.set(true);
      outcome.completeExceptionally(e);
    }
  }

  private LoopbackPage stop(String reason) {
    return stop(new InteractionRequiredException(ErrorDetails.of(reason + " Sign in again.")))
        ? LoopbackPage.STOPPED
        : LoopbackPage.NOT_FOUND;
  }

  private boolean stop(AdtException reason) {
    boolean stopped = settled.compareAndSet(false, true);
    if (stopped) {
      response.completeExceptionally(reason);
      outcome.completeExceptionally(reason);
    }
    return stopped;
  }

  /** The sender has read the nonce or state, regardless of method, host and path. */
  private boolean knowsSecret(LoopbackRequest request) {
    Map<String, String> form = request.form();
    Map<String, String> query = request.query();
    return isStart(request) || (form != null && isState(form)) || (query != null && isState(query));
  }

  private boolean isStart(LoopbackRequest request) {
    return isEqual(startPath.getBytes(StandardCharsets.UTF_8), request.path());
  }

  private boolean isState(Map<String, String> parameters) {
    return isEqual(state, parameters.getOrDefault("state", ""));
  }

  /** Compares in constant time, so that the duration does not reveal the secret. */
  private static boolean isEqual(byte[] secret, String actual) {
    return MessageDigest.isEqual(secret, actual.getBytes(StandardCharsets.UTF_8));
  }
}
