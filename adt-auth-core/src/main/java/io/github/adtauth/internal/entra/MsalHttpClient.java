package io.github.adtauth.internal.entra;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.adtauth.AdtException;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.ResponseBodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * MSAL4J's way to the network, for one exchange: the login client. Reads the answer itself and lets
 * MSAL4J see none: its exceptions lose status, sub-error and codes, it logs what it did not expect,
 * at WARN, in full, and it would parse what grants a second time. Not thread-safe.
 */
public final class MsalHttpClient implements IHttpClient {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final long MAX_BODY = 1 << 20;

  private final TokenClientContext context;
  private final GrantType grant;
  private @Nullable TokenResponse granted;
  private @Nullable AdtException failure;

  MsalHttpClient(TokenClientContext context, GrantType grant) {
    this.context = context;
    this.grant = grant;
  }

  @Nullable TokenResponse granted() {
    return granted;
  }

  @Nullable AdtException failure() {
    return failure;
  }

  @Override
  public IHttpResponse send(HttpRequest asked) {
    Request.Builder request = new Request.Builder().url(asked.url());
    for (Map.Entry<String, String> header : asked.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    if (asked.httpMethod() == HttpMethod.POST) {
      // Without charset, and also where MSAL4J names no type at all.
      request
          .header("Content-Type", FORM)
          .post(RequestBody.create(asked.body().getBytes(StandardCharsets.UTF_8)));
    }
    if (grant == GrantType.AUTHORIZATION_CODE) {
      // A code is good for one request only (RFC 6749 4.1.2), which may not have arrived.
      request.tag(RetrySafety.class, RetrySafety.ONCE_AFTER_CONNECTION_LOSS);
    }
    long sentAt = context.timing().ticker().getAsLong();
    try (Response response = context.http().newCall(request.build()).execute()) {
      context.serviceClock().record(response.headers(), sentAt);
      Answer answer =
          new Answer(
              response.code(),
              response.headers(),
              ResponseBodies.read(response, MAX_BODY),
              Objects.requireNonNullElse(asked.body(), ""));
      granted = context.parse(grant, answer);
      context.logGranted(grant, sentAt, answer);
    } catch (IOException e) {
      failure = NetworkErrors.of(e, context.serviceName());
    } catch (AdtException e) {
      failure = e;
    }
    if (failure != null) {
      context.logFailed(grant, sentAt, failure);
    }
    throw new AnswerRead();
  }

  /** Ends MSAL4J's work, for it is done; an Exception it would log, at ERROR. */
  static final class AnswerRead extends Error {
    private static final long serialVersionUID = 1L;

    AnswerRead() {
      super("the answer was read", null, false, false);
    }
  }

  /**
   * What the token service answered, raw; prints its status only.
   *
   * @param form what it was asked with
   */
  public record Answer(int status, Headers okHeaders, String body, String form) {
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }
}
