package io.github.adtauth.internal.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.entra.GrantType;
import io.github.adtauth.internal.entra.SignInLog;
import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpointResponse;
import io.github.adtauth.internal.entra.TokenErrorMapper;
import io.github.adtauth.internal.entra.TokenErrorResponse;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.ResponseBodies;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.DeviceCodePrompt;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in on another device with the device code flow (RFC 8628). Blocking calls run on the calling
 * thread. Does not use MSAL4J, which gives up at the first {@code slow_down}, 503 or lost
 * connection.
 */
public final class DeviceCodeFlow implements SignInFlow {
  private static final long MAX_BODY = 1 << 20;

  /** The increment for {@code slow_down} (RFC 8628 3.5). */
  private static final Duration SLOW_DOWN = Duration.ofSeconds(5);

  private final TokenClientContext context;
  private final SignInLog log;
  private final Consumer<DeviceCodePrompt> prompt;

  /** Creates the flow. */
  public DeviceCodeFlow(TokenClientContext context, Consumer<DeviceCodePrompt> prompt) {
    this.context = context;
    this.log = new SignInLog(context);
    this.prompt = prompt;
  }

  /**
   * Prompts the user and polls the token endpoint until the user has signed in. The consent and the
   * hints of the request are not sent, because RFC 8628 3.1 has no parameters for them.
   */
  @Override
  public Account run(SignInRequest request, Function<TokenResponse, Account> completion) {
    String claims = context.claims(request.token().claims().orElse(null));
    DeviceAuthorizationResponse device = authorize(request.token(), claims);
    long deadline = context.timing().ticker().getAsLong() + device.timeLeft().toNanos();
    prompt.accept(device.prompt());
    Duration interval = device.interval();
    AdtException lastFailure = null;
    while (true) {
      pauseBefore(deadline, interval, lastFailure);
      long sentAt = context.timing().ticker().getAsLong();
      lastFailure = null;
      TokenEndpointResponse response;
      try {
        response = send("token", tokenRequest(device), claims);
      } catch (AdtException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        lastFailure = e;
        interval = interval.plus(SLOW_DOWN);
        continue;
      }
      TokenErrorResponse error = TokenErrorResponse.parse(response.body());
      if (error == null && response.status() == 200) {
        TokenResponse tokens = TokenResponse.parse(GrantType.DEVICE_CODE, response, context);
        log.granted(GrantType.DEVICE_CODE, sentAt, response);
        return completion.apply(tokens);
      }
      if (error != null && error.error().equals("slow_down")) {
        interval = interval.plus(SLOW_DOWN);
      } else if (error == null || !error.error().equals("authorization_pending")) {
        AdtException failure =
            TokenErrorMapper.toException(GrantType.DEVICE_CODE, response, context);
        log.failed(GrantType.DEVICE_CODE, sentAt, failure);
        if (!failure.isRetryable()) {
          throw failure;
        }
        lastFailure = failure;
        interval = interval.plus(SLOW_DOWN);
      }
    }
  }

  private DeviceAuthorizationResponse authorize(TokenRequest request, @Nullable String claims) {
    FormBody.Builder form =
        new FormBody.Builder()
            .add("client_id", context.clientId())
            .add("scope", String.join(" ", request.scopes()) + " openid profile offline_access");
    TokenEndpointResponse response = send("devicecode", form, claims);
    if (response.status() != 200 || TokenErrorResponse.parse(response.body()) != null) {
      throw TokenErrorMapper.toException(GrantType.DEVICE_CODE, response, context);
    }
    try {
      return DeviceAuthorizationResponse.parse(response.body());
    } catch (IllegalArgumentException e) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("Invalid device authorization response: " + e.getMessage() + "."));
    }
  }

  private FormBody.Builder tokenRequest(DeviceAuthorizationResponse device) {
    return new FormBody.Builder()
        .add("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
        .add("client_id", context.clientId())
        .add("device_code", device.deviceCode().reveal());
  }

  private TokenEndpointResponse send(String path, FormBody.Builder form, @Nullable String claims) {
    if (claims != null) {
      form.add("claims", claims);
    }
    HttpUrl url = HttpUrl.get(context.authority().resolve("oauth2/v2.0/" + path).toString());
    FormBody body = form.add("client_info", "1").build();
    Request request = new Request.Builder().url(url).post(body).build();
    long sentAt = context.timing().ticker().getAsLong();
    try (Response response = context.http().newCall(request).execute()) {
      return new TokenEndpointResponse(
          response.code(), response.headers(), ResponseBodies.read(response, MAX_BODY), text(body));
    } catch (IOException e) {
      AdtException failure = NetworkErrors.of(e, context.serviceName());
      log.failed(GrantType.DEVICE_CODE, sentAt, failure);
      throw failure;
    }
  }

  private static String text(FormBody body) throws IOException {
    Buffer text = new Buffer();
    body.writeTo(text);
    return text.readUtf8();
  }

  /**
   * Waits for the polling interval, or as long as the last failure requires.
   *
   * @throws AdtException the last failure, if the device code has expired after the wait
   * @throws InteractionRequiredException if the device code has expired and there was no failure
   */
  private void pauseBefore(long deadline, Duration interval, @Nullable AdtException lastFailure) {
    Duration delay = lastFailure == null ? interval : lastFailure.retryAfter().orElse(interval);
    if (delay.compareTo(interval) < 0) {
      delay = interval;
    }
    Duration remaining = Duration.ofNanos(deadline - context.timing().ticker().getAsLong());
    pause(delay.compareTo(remaining) < 0 ? delay : remaining);
    if (context.timing().ticker().getAsLong() - deadline >= 0) {
      throw lastFailure != null
          ? lastFailure
          : new InteractionRequiredException(
              ErrorDetails.of("Nobody signed in before the device code expired. Start again."));
    }
  }

  private void pause(Duration delay) {
    try {
      context.timing().sleeper().sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    }
  }
}
