package io.github.adtauth.internal.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.entra.GrantType;
import io.github.adtauth.internal.entra.MsalHttpClient;
import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenClientContext;
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
 * Sign-in on another device (RFC 8628). Spoken here and not through MSAL4J, which gives up at the
 * first {@code slow_down}, 503 or lost connection. Runs on the calling thread.
 */
public final class DeviceCodeFlow implements SignInFlow {
  private static final long MAX_BODY = 1 << 20;

  /** RFC 8628 3.5: {@code slow_down} adds 5 seconds. */
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private final TokenClientContext context;
  private final Consumer<DeviceCodePrompt> prompt;

  public DeviceCodeFlow(TokenClientContext context, Consumer<DeviceCodePrompt> prompt) {
    this.context = context;
    this.prompt = prompt;
  }

  /**
   * The user's page asks for what is missing; there is no parameter to insist or to hint (RFC 8628
   * 3.1).
   */
  @Override
  public Account run(SignInRequest asked, Function<TokenResponse, Account> completion) {
    TokenRequest request = asked.token();
    String claims = context.claims(request.claims().orElse(null));
    DeviceAuthorizationResponse device = begin(request, claims);
    long deadline = context.timing().ticker().getAsLong() + device.timeLeft().toNanos();
    prompt.accept(device.prompt());
    Duration interval = device.interval();
    AdtException busy = null;
    while (true) {
      Duration wait =
          busy == null ? interval : longer(interval, busy.retryAfter().orElse(interval));
      Duration left = Duration.ofNanos(deadline - context.timing().ticker().getAsLong());
      pause(wait.compareTo(left) < 0 ? wait : left);
      if (context.timing().ticker().getAsLong() - deadline >= 0) {
        throw busy != null
            ? busy
            : new InteractionRequiredException(
                ErrorDetails.of("Nobody signed in within the time of the code. Start again."));
      }
      busy = null;
      FormBody.Builder form =
          new FormBody.Builder()
              .add("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
              .add("client_id", context.clientId())
              .add("device_code", device.deviceCode().reveal());
      long sentAt = context.timing().ticker().getAsLong();
      MsalHttpClient.Answer answer;
      try {
        answer = ask("token", form, claims);
      } catch (AdtException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        busy = e;
        interval = interval.plus(SLOWER);
        continue;
      }
      TokenErrorResponse error = TokenErrorResponse.parse(answer.body());
      if (error == null && answer.status() == 200) {
        TokenResponse granted = context.parse(GrantType.DEVICE_CODE, answer);
        context.logGranted(GrantType.DEVICE_CODE, sentAt, answer);
        return completion.apply(granted);
      }
      if (error != null && error.error().equals("slow_down")) {
        interval = interval.plus(SLOWER);
      } else if (error == null || !error.error().equals("authorization_pending")) {
        AdtException refusal = context.toException(GrantType.DEVICE_CODE, answer);
        context.logFailed(GrantType.DEVICE_CODE, sentAt, refusal);
        if (!refusal.isRetryable()) {
          throw refusal;
        }
        busy = refusal;
        interval = interval.plus(SLOWER);
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private DeviceAuthorizationResponse begin(TokenRequest request, @Nullable String claims) {
    MsalHttpClient.Answer answer = ask("devicecode", scoped(request), claims);
    if (answer.status() != 200 || TokenErrorResponse.parse(answer.body()) != null) {
      throw context.toException(GrantType.DEVICE_CODE, answer);
    }
    try {
      return DeviceAuthorizationResponse.parse(answer.body());
    } catch (IllegalArgumentException e) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("The token service gave no device code: " + e.getMessage() + "."));
    }
  }

  private FormBody.Builder scoped(TokenRequest request) {
    return new FormBody.Builder()
        .add("client_id", context.clientId())
        .add("scope", String.join(" ", request.scopes()) + " openid profile offline_access");
  }

  private MsalHttpClient.Answer ask(String path, FormBody.Builder form, @Nullable String claims) {
    if (claims != null) {
      form.add("claims", claims);
    }
    HttpUrl url = HttpUrl.get(context.authority().resolve("oauth2/v2.0/" + path).toString());
    FormBody body = form.add("client_info", "1").build();
    Request request = new Request.Builder().url(url).post(body).build();
    long sentAt = context.timing().ticker().getAsLong();
    try (Response response = context.http().newCall(request).execute()) {
      return new MsalHttpClient.Answer(
          response.code(), response.headers(), ResponseBodies.read(response, MAX_BODY), text(body));
    } catch (IOException e) {
      AdtException failure = NetworkErrors.of(e, context.serviceName());
      context.logFailed(GrantType.DEVICE_CODE, sentAt, failure);
      throw failure;
    }
  }

  private static String text(FormBody body) throws IOException {
    Buffer text = new Buffer();
    body.writeTo(text);
    return text.readUtf8();
  }

  private void pause(Duration interval) {
    try {
      context.timing().sleeper().sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    }
  }
}
