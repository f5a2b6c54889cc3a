package io.github.adtauth.internal.identity;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.http.ManagedIdentityClient;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.ResponseBodies;
import io.github.adtauth.internal.http.RetryAfter;
import io.github.adtauth.internal.identity.CredentialSelection.Credential;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.time.ExponentialBackoff;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Provides tokens of a managed identity. Each call sends a request to the identity endpoint of the
 * platform; {@code SignIn} adds a cache. Thread-safe; there is nothing to close.
 *
 * <p>Throws {@link CredentialUnavailableException} if the endpoint does not exist (no environment
 * variable announces a platform, and no connection is accepted) or if {@code
 * AZURE_TOKEN_CREDENTIALS} excludes managed identities.
 *
 * <p>Does not use MSAL4J: its managed identity cache is shared by the whole process, its retry
 * delays cannot be interrupted, and its timeouts end in a {@link NullPointerException}.
 */
public final class ManagedIdentity implements TokenProvider {
  private static final int MAX_ATTEMPTS = 5;

  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofMillis(800), Duration.ofMinutes(1));

  /** The attempts without a response after which an unannounced endpoint counts as absent. */
  private static final int SILENT_ATTEMPTS = 3;

  /** The shortest time left in which another attempt is worthwhile. */
  private static final long MIN_ATTEMPT_NANOS = Duration.ofMillis(100).toNanos();

  private static final long MAX_BODY_BYTES = 64 << 10;

  private final Platform platform;
  private final IdentityEndpoint endpoint;
  private final ManagedIdentityId id;
  private final OkHttpClient base;
  private final OkHttpClient http;
  private final Timing timing;
  private final Duration timeout;

  /**
   * Set once a connection has been accepted. From then on, failures are outages of an existing
   * endpoint.
   */
  private volatile boolean isPresent;

  private ManagedIdentity(
      Platform platform, ManagedIdentityId id, OkHttpClient base, Timing timing, Duration timeout) {
    this.platform = platform;
    this.endpoint = platform.endpoint();
    this.id = id;
    this.base = base;
    this.http = base.newBuilder().addNetworkInterceptor(this::connected).build();
    this.timing = timing;
    this.timeout = timeout;
  }

  /** Records that the endpoint exists, because a connection was established. */
  private Response connected(Interceptor.Chain chain) throws IOException {
    isPresent = true;
    return chain.proceed(chain.request());
  }

  /** The platform that the environment describes. */
  private record Platform(
      IdentityEndpoint endpoint, CredentialSelection selection, boolean isExpected) {}

  /**
   * Returns a provider for the platform that this process runs on. Does not send a request. Token
   * requests time out after 30 seconds, including retries.
   *
   * @param environment the environment variables, which identify the platform
   * @param base the client whose connection pool and dispatcher are used, but not its proxy and
   *     interceptors
   * @throws RegistrationException if the platform is not supported, or a variable names an address
   *     outside this machine and its private network
   * @throws IllegalArgumentException if a variable of the platform or {@code
   *     AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public static ManagedIdentity of(
      ManagedIdentityId id, Map<String, String> environment, OkHttpClient base) {
    IdentityEndpoint endpoint = IdentityEndpoint.of(environment);
    return new ManagedIdentity(
        new Platform(
            endpoint,
            CredentialSelection.from(environment),
            EndpointFailure.isExpected(environment)),
        id,
        ManagedIdentityClient.client(base, endpoint.url()),
        Timing.system(),
        Duration.ofSeconds(30));
  }

  /** Returns a copy that uses the given clock, random source and sleeper. */
  public ManagedIdentity timing(Timing value) {
    return new ManagedIdentity(platform, id, base, value, timeout);
  }

  /**
   * Returns a copy that sends requests with this client, interceptors included, which see the
   * tokens. The proxy of the client is not used.
   */
  public ManagedIdentity tokenHttpClient(OkHttpClient value) {
    return new ManagedIdentity(
        platform,
        id,
        ManagedIdentityClient.clientWithInterceptors(value, endpoint.url()),
        timing,
        timeout);
  }

  /** Returns a copy whose token requests time out after this long, including retries. */
  public ManagedIdentity timeout(Duration value) {
    return new ManagedIdentity(platform, id, base, timing, value);
  }

  @Override
  public AccessToken token(TokenRequest request) {
    if (!platform.selection().includes(Credential.MANAGED_IDENTITY)) {
      throw platform.selection().excluded("The managed identity");
    }
    String resource = ResourceId.fromScopes(request);
    long start = timing.ticker().getAsLong();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(endpoint.request(resource, id), start);
      } catch (UnavailableException e) {
        requirePresent(e, attempt);
        int failedAttempts = attempt;
        Duration delay =
            e.retryAfter()
                .orElseGet(() -> BACKOFF.jittered(failedAttempts, timing.jitter().getAsDouble()));
        if (attempt == MAX_ATTEMPTS
            || delay.toNanos() + MIN_ATTEMPT_NANOS > remainingNanos(start)) {
          throw e;
        }
        pause(delay);
      }
    }
  }

  /** Throws if the failed attempts show that the endpoint does not exist. */
  private void requirePresent(UnavailableException e, int attempt) {
    if (isPresent || !(e.getCause() instanceof IOException failure)) {
      return;
    }
    switch (EndpointFailure.of(failure)) {
      case UNREACHABLE -> {
        if (!platform.isExpected()) {
          throw unavailable("the connection was rejected or there is no route", failure);
        }
      }
      case SILENT -> {
        if (attempt >= SILENT_ATTEMPTS && !platform.isExpected()) {
          throw unavailable("no response to " + attempt + " requests", failure);
        }
      }
      case PRESENT -> isPresent = true;
    }
  }

  private CredentialUnavailableException unavailable(String reason, IOException failure) {
    return new CredentialUnavailableException(
        ErrorDetails.of("Cannot reach " + endpoint.name() + ": " + reason + ".")
            .fix(new Fix(null, "A managed identity exists only on a machine or app in Azure."))
            .cause(failure));
  }

  private long remainingNanos(long start) {
    return timeout.toNanos() - (timing.ticker().getAsLong() - start);
  }

  /** Limits an attempt to its own timeout or the time left for the token request, if shorter. */
  private Response send(Request request, long start) throws IOException {
    Call call = http.newCall(request);
    long timeoutNanos = Math.min(call.timeout().timeoutNanos(), Math.max(1, remainingNanos(start)));
    call.timeout().timeout(timeoutNanos, TimeUnit.NANOSECONDS);
    return call.execute();
  }

  private AccessToken attempt(Request request, long start) {
    try (Response first = send(request, start)) {
      Request authenticated = first.code() == 401 ? endpoint.authenticate(first, request) : null;
      if (authenticated == null) {
        return read(first);
      }
      try (Response second = send(authenticated, start)) {
        return read(second);
      }
    } catch (IOException e) {
      throw NetworkErrors.of(e, endpoint.name());
    }
  }

  private AccessToken read(Response response) throws IOException {
    int status = response.code();
    String body = ResponseBodies.read(response, MAX_BODY_BYTES);
    if (status == 200) {
      AccessToken token = ManagedIdentityResponse.parseToken(body, timing.clock());
      if (token == null) {
        throw unexpected(status);
      }
      return token;
    }
    Duration retryAfter = RetryAfter.parse(response.headers(), timing.clock());
    String error = ManagedIdentityResponse.parseError(body);
    boolean quotesSecret = error != null && sentSecrets(response.request()).isIn(error);
    throw failure(status, quotesSecret ? null : error, retryAfter);
  }

  private static RequestSecrets sentSecrets(Request request) {
    RequestSecrets secrets = new RequestSecrets();
    for (String name : List.of("X-IDENTITY-HEADER", "Authorization")) {
      String value = request.header(name);
      if (value != null) {
        secrets.add(value);
      }
    }
    return secrets;
  }

  private AdtException failure(int status, @Nullable String error, @Nullable Duration retryAfter) {
    ErrorDetails details;
    // Microsoft's libraries retry these, too. 404 and 410 occur while the service is updated.
    if (status == 404 || status == 410 || status == 429 || status >= 500) {
      details = ErrorDetails.of(capitalize(endpoint.name()) + " is busy or being updated.");
      return new UnavailableException(
          details.status(status).errorCode(error).retryAfter(retryAfter));
    }
    if (status == 400 && error != null) {
      details =
          ErrorDetails.of(capitalize(endpoint.name()) + " does not have " + id + ".")
              .fix(
                  new Fix(
                      null,
                      "Azure portal → the machine or app → Identity: enable the system-assigned"
                          + " identity, or assign this identity. If there are several, specify"
                          + " one."));
      return new RegistrationException(details.status(status).errorCode(error));
    }
    return unexpected(status);
  }

  private UnexpectedResponseException unexpected(int status) {
    return new UnexpectedResponseException(
        ErrorDetails.of("The response is not from " + endpoint.name() + ".")
            .status(status)
            .fix(
                new Fix(
                    null,
                    "Check whether a proxy or firewall responds instead. On a machine without a"
                        + " managed identity, AZURE_TOKEN_CREDENTIALS=dev excludes it.")));
  }

  private void pause(Duration delay) {
    try {
      timing.sleeper().sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The wait for " + endpoint.name() + " was interrupted.").cause(e));
    }
  }

  private static String capitalize(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  @Override
  public String toString() {
    return id + " from " + endpoint.name();
  }
}
