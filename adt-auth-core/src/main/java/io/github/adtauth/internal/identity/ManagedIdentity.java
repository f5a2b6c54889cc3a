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
 * Tokens of a managed identity, asked of the platform with each call: put a cache in front of it,
 * as {@code SignIn} does. Spoken here and not through MSAL4J, whose cache for them is one for the
 * whole process, whose waits are on the caller and whose time-outs end in a {@link
 * NullPointerException}. Unavailable ({@link CredentialUnavailableException}) if the endpoint does
 * not exist here (no variable announces a platform, and no connection is accepted) or {@code
 * AZURE_TOKEN_CREDENTIALS} excludes it. Thread-safe; nothing to close.
 */
public final class ManagedIdentity implements TokenProvider {
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_WAIT = Duration.ofMillis(800);

  /** How many attempts without any response make an endpoint absent that nothing announces. */
  private static final int SILENT_ATTEMPTS = 3;

  /** An attempt that ends sooner than this would say nothing. */
  private static final long MIN_ATTEMPT_NANOS = Duration.ofMillis(100).toNanos();

  private static final long MAX_BODY = 64 << 10;

  private final Platform platform;
  private final IdentityEndpoint endpoint;
  private final ManagedIdentityId id;
  private final OkHttpClient base;
  private final OkHttpClient http;
  private final Timing timing;
  private final Duration timeout;

  /**
   * Set once anything has accepted a connection: from then on a failure is an outage, not an
   * absence.
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

  /** Runs once a connection is there: whatever becomes of the request, somebody is present. */
  private Response connected(Interceptor.Chain chain) throws IOException {
    isPresent = true;
    return chain.proceed(chain.request());
  }

  /** What the environment says of the machine. */
  private record Platform(
      IdentityEndpoint endpoint, CredentialSelection selection, boolean isExpected) {}

  /**
   * Finds the endpoint of the platform that this process runs on; asks nobody yet. A request may
   * take 30 s, repeats included.
   *
   * @param environment the variables that tell the platform
   * @param base gives pool and dispatcher; its proxy and its interceptors are not used
   * @throws RegistrationException if the platform's identities are not supported, or the address
   *     that a variable names is not one of this machine or its private network
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

  /** Returns a copy that takes time, chance and waiting from here. */
  public ManagedIdentity timing(Timing value) {
    return new ManagedIdentity(platform, id, base, value, timeout);
  }

  /**
   * Returns a copy that sends its requests with this client, interceptors included: they see the
   * tokens. Its proxy is not used.
   */
  public ManagedIdentity tokenHttpClient(OkHttpClient value) {
    return new ManagedIdentity(
        platform,
        id,
        ManagedIdentityClient.clientWithInterceptors(value, endpoint.url()),
        timing,
        timeout);
  }

  /** Returns a copy whose requests may take this long, repeats included. */
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
        Duration wait = e.retryAfter().orElse(backoff(attempt));
        if (attempt == ATTEMPTS || wait.toNanos() + MIN_ATTEMPT_NANOS > left(start)) {
          throw e;
        }
        pause(wait);
      }
    }
  }

  /** Throws the exception of an absent endpoint if that is what the failed attempts amount to. */
  private void requirePresent(UnavailableException e, int attempt) {
    if (isPresent || !(e.getCause() instanceof IOException failure)) {
      return;
    }
    switch (EndpointFailure.of(failure)) {
      case UNREACHABLE -> {
        if (!platform.isExpected()) {
          throw absent("the connection is refused or there is no route", failure);
        }
      }
      case SILENT -> {
        if (attempt >= SILENT_ATTEMPTS && !platform.isExpected()) {
          throw absent("it was silent " + attempt + " times", failure);
        }
      }
      case PRESENT -> isPresent = true;
    }
  }

  private CredentialUnavailableException absent(String reason, IOException failure) {
    return new CredentialUnavailableException(
        ErrorDetails.of("Cannot reach " + endpoint.name() + ": " + reason + ".")
            .fix(new Fix(null, "A managed identity exists only on a machine or app in Azure."))
            .cause(failure));
  }

  private long left(long start) {
    return timeout.toNanos() - (timing.ticker().getAsLong() - start);
  }

  /** One try ends with its own time or with that of the whole request, whichever is sooner. */
  private Response send(Request request, long start) throws IOException {
    Call call = http.newCall(request);
    long longest = Math.min(call.timeout().timeoutNanos(), Math.max(1, left(start)));
    call.timeout().timeout(longest, TimeUnit.NANOSECONDS);
    return call.execute();
  }

  private AccessToken attempt(Request request, long start) {
    try (Response first = send(request, start)) {
      Request answer = first.code() == 401 ? endpoint.answerTo(first, request) : null;
      if (answer == null) {
        return read(first);
      }
      try (Response second = send(answer, start)) {
        return read(second);
      }
    } catch (IOException e) {
      throw NetworkErrors.of(e, endpoint.name());
    }
  }

  private AccessToken read(Response response) throws IOException {
    int status = response.code();
    String body = ResponseBodies.read(response, MAX_BODY);
    if (status == 200) {
      AccessToken token = ManagedIdentityResponse.token(body, timing.clock());
      if (token == null) {
        throw unexpected(status);
      }
      return token;
    }
    Duration wait = RetryAfter.of(response.headers(), timing.clock());
    String error = ManagedIdentityResponse.error(body);
    boolean quotes = error != null && sentSecrets(response.request()).isIn(error);
    throw refusal(status, quotes ? null : error, wait);
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

  private AdtException refusal(int status, @Nullable String error, @Nullable Duration wait) {
    ErrorDetails details;
    // What Microsoft's libraries repeat: 404 and 410 are an update of the service, not an answer.
    if (status == 404 || status == 410 || status == 429 || status >= 500) {
      details = ErrorDetails.of(capital(endpoint.name()) + " is busy or being updated.");
      return new UnavailableException(details.status(status).errorCode(error).retryAfter(wait));
    }
    if (status == 400 && error != null) {
      details =
          ErrorDetails.of(capital(endpoint.name()) + " does not know " + id + " here.")
              .fix(
                  new Fix(
                      null,
                      "Azure portal → the machine or app → Identity: switch the system-assigned"
                          + " identity on, or assign this one; name one if there are several."));
      return new RegistrationException(details.status(status).errorCode(error));
    }
    return unexpected(status);
  }

  private UnexpectedResponseException unexpected(int status) {
    return new UnexpectedResponseException(
        ErrorDetails.of("The answer is not one of " + endpoint.name() + ".")
            .status(status)
            .fix(
                new Fix(
                    null,
                    "Check whether a proxy or firewall answers in its place. On a machine without a"
                        + " managed identity, AZURE_TOKEN_CREDENTIALS=dev excludes it.")));
  }

  private Duration backoff(int attempt) {
    long full = FIRST_WAIT.toNanos() << (attempt - 1);
    return Duration.ofNanos((long) (full * (1 + timing.jitter().getAsDouble()) / 2));
  }

  private void pause(Duration wait) {
    try {
      timing.sleeper().sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("The wait for " + endpoint.name() + " was interrupted.").cause(e));
    }
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  @Override
  public String toString() {
    return id + ", asked of " + endpoint.name();
  }
}
