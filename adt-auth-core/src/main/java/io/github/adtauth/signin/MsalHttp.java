package io.github.adtauth.signin;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.adtauth.AdtException;
import io.github.adtauth.http.BodyLimit;
import io.github.adtauth.http.NetworkErrors;
import io.github.adtauth.http.Repeatable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * MSAL4J's way to the network, for one exchange: the login client. Reads the answer itself and lets
 * MSAL4J see only what grants: its exceptions lose status, sub-error and codes, and it logs
 * whatever else it is given, at WARN, in full. Not thread-safe.
 */
final class MsalHttp implements IHttpClient {
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
  private static final long MAX_BODY = 1 << 20;

  private final LoginContext context;
  private final Grant grant;
  private @Nullable TokenAnswer granted;
  private @Nullable AdtException failure;

  MsalHttp(LoginContext context, Grant grant) {
    this.context = context;
    this.grant = grant;
  }

  @Nullable TokenAnswer granted() {
    return granted;
  }

  @Nullable AdtException failure() {
    return failure;
  }

  @Override
  public IHttpResponse send(HttpRequest asked) throws IOException {
    Request.Builder request = new Request.Builder().url(asked.url());
    asked.headers().forEach(request::header);
    if (asked.httpMethod() == HttpMethod.POST) {
      // Without charset, and also where MSAL4J names no type at all.
      request.post(RequestBody.create(asked.body().getBytes(StandardCharsets.UTF_8), FORM));
    }
    // A code is good for one request only (RFC 6749 4.1.2).
    request.tag(
        Repeatable.class, grant == Grant.AUTHORIZATION_CODE ? Repeatable.NO : Repeatable.YES);
    try (Response response = context.http().newCall(request.build()).execute()) {
      Answer answer =
          new Answer(response.code(), response.headers(), BodyLimit.read(response, MAX_BODY));
      granted = context.granted(grant, answer);
      return answer;
    } catch (IOException e) {
      failure = NetworkErrors.of(e, context.serviceName());
    } catch (AdtException e) {
      failure = e;
    }
    throw new IOException("no token; the exception of adt-auth says why");
  }

  /** What the token service answered, raw; prints its status only. */
  record Answer(int status, Headers okHeaders, String body) implements IHttpResponse {
    @Override
    public int statusCode() {
      return status;
    }

    /**
     * Nothing of it: MSAL4J would leave the token service alone by a Retry-After beside a token.
     */
    @Override
    public Map<String, List<String>> headers() {
      return Map.of();
    }

    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }
}
