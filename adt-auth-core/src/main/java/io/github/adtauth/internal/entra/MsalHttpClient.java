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
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a token request of MSAL4J and parses the response itself.
 *
 * <p>MSAL4J never receives the response, because its exceptions omit the status, the suberror and
 * the AADSTS codes, and because it logs unexpected responses in full at WARN. An instance is used
 * for one request. Not thread-safe.
 */
final class MsalHttpClient implements IHttpClient {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final long MAX_BODY = 1 << 20;

  private final TokenClientContext context;
  private final GrantType grant;
  private @Nullable TokenResponse tokenResponse;
  private @Nullable AdtException failure;

  MsalHttpClient(TokenClientContext context, GrantType grant) {
    this.context = context;
    this.grant = grant;
  }

  /** Returns the token response, or null if the request failed or was not sent. */
  @Nullable TokenResponse tokenResponse() {
    return tokenResponse;
  }

  /** Returns the failure of the request, or null. */
  @Nullable AdtException failure() {
    return failure;
  }

  @Override
  public IHttpResponse send(HttpRequest msalRequest) {
    SignInLog log = new SignInLog(context);
    long sentAt = context.timing().ticker().getAsLong();
    try (Response response = context.http().newCall(request(msalRequest)).execute()) {
      context.serviceClock().record(response.headers(), sentAt);
      TokenEndpointResponse received =
          new TokenEndpointResponse(
              response.code(),
              response.headers(),
              ResponseBodies.read(response, MAX_BODY),
              Objects.requireNonNullElse(msalRequest.body(), ""));
      tokenResponse = TokenResponse.parse(grant, received, context);
      log.granted(grant, sentAt, received);
    } catch (IOException e) {
      failure = NetworkErrors.of(e, context.serviceName());
    } catch (AdtException e) {
      failure = e;
    }
    if (failure != null) {
      log.failed(grant, sentAt, failure);
    }
    throw new ResponseCaptured();
  }

  private Request request(HttpRequest msalRequest) {
    Request.Builder request = new Request.Builder().url(msalRequest.url());
    for (Map.Entry<String, String> header : msalRequest.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    if (msalRequest.httpMethod() == HttpMethod.POST) {
      // Without a charset parameter, and also if MSAL4J sets no content type.
      request
          .header("Content-Type", FORM)
          .post(RequestBody.create(msalRequest.body().getBytes(StandardCharsets.UTF_8)));
    }
    if (grant == GrantType.AUTHORIZATION_CODE) {
      // The code can be redeemed once (RFC 6749 4.1.2), but a lost request may not have arrived.
      request.tag(RetrySafety.class, RetrySafety.ONCE_AFTER_CONNECTION_LOSS);
    }
    return request.build();
  }

  /**
   * Aborts MSAL4J once the response has been captured. An {@code Error}, because MSAL4J logs every
   * {@code Exception} at ERROR.
   */
  static final class ResponseCaptured extends Error {
    private static final long serialVersionUID = 1L;

    ResponseCaptured() {
      super("response captured", null, false, false);
    }
  }
}
