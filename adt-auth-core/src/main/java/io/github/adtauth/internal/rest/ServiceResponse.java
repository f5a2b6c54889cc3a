package io.github.adtauth.internal.rest;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.http.InstanceErrorText;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
import io.github.adtauth.internal.json.BudgetedJsonReader;
import io.github.adtauth.internal.json.JsonBudget;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RedactedCause;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.twins.JsonBinding;
import io.github.adtauth.internal.twins.JsonBindingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.net.ProtocolException;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The response to an operation. The body is read into memory as a whole, up to a limit, and parsed
 * from there. Not thread-safe.
 */
public final class ServiceResponse {
  private final String description;
  private final Response response;
  private final long limit;
  private final RequestSecrets secrets;
  private @Nullable String body;

  /** The last link that may be followed: a prefetched page checks its link before it is parsed. */
  private @Nullable String checkedLink;

  /**
   * Creates a response.
   *
   * @param description completes the sentence "Could not …" of error messages
   * @param limit maximum number of bytes of the body
   * @param secrets secrets of the request, which are redacted in errors
   */
  ServiceResponse(String description, Response response, long limit, RequestSecrets secrets) {
    this.description = description;
    this.response = response;
    this.limit = limit;
    this.secrets = secrets;
  }

  int status() {
    return response.code();
  }

  boolean success() {
    return response.isSuccessful();
  }

  public RequestSecrets secrets() {
    return secrets;
  }

  Headers headers() {
    return response.headers();
  }

  public @Nullable String header(String name) {
    return response.header(name);
  }

  /** Returns the target of a redirect, or null. */
  @Nullable HttpUrl redirectTarget() {
    String location = header("Location");
    if (location == null || secrets.isIn(location)) {
      return null;
    }
    HttpUrl target = response.request().url().resolve(location);
    return target == null || secrets.isIn(target.host()) ? null : target;
  }

  /** Returns whether the operation only reads. A query is a POST. */
  boolean isOfRead() {
    return response.request().method().equals("GET")
        || response.request().url().encodedPath().equals("/query");
  }

  /** Returns the id of the account whose token was sent, or null. */
  @Nullable String accountId() {
    Principal principal = response.request().tag(Principal.class);
    return principal != null && principal.kind() == Principal.Kind.ACCOUNT ? principal.id() : null;
  }

  /** Decodes a 2xx response. A response that cannot be decoded is reported as unexpected. */
  public <T extends @Nullable Object> T read(Operation.Decoder<T> decoder) throws IOException {
    try {
      return decoder.decode(this);
    } catch (AdtException | JsonBindingException e) {
      throw e;
    } catch (IOException e) {
      throw toReadFailure(e, e);
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      // Gson wraps exceptions of its reader.
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        if (e instanceof JsonParseException && t instanceof IOException io) {
          throw toReadFailure(io, e);
        }
      }
      throw unexpected("the response does not match the expected type.", e);
    }
  }

  /** Parses the body as one value of strict JSON. Returns JSON null for a blank body. */
  public JsonElement tree() throws IOException {
    return StrictJson.parse(body(), limit);
  }

  /** Returns a reader of the body as strict JSON. See {@link #requireEnd}. */
  public BudgetedJsonReader json() throws IOException {
    return new BudgetedJsonReader(new StringReader(body()), JsonBudget.ofText(limit));
  }

  /** Returns the body as text. It stays in memory, so it can be parsed later and repeatedly. */
  public String body() throws IOException {
    if (body == null) {
      BufferedSource source = response.body().source();
      if (response.body().contentLength() > limit
          || (limit < Long.MAX_VALUE && source.request(limit + 1))) {
        throw unexpected("the response is larger than " + limit + " bytes.", null);
      }
      body = source.readUtf8();
    }
    return body;
  }

  /** Returns the body as text, or null if it exceeds the given maximum or the limit. */
  @Nullable String errorBody(int maxBytes) throws IOException {
    BufferedSource source = response.body().source();
    return source.request(Math.min(maxBytes + 1L, limit)) ? null : source.readUtf8();
  }

  /** Checks that there is no content after the JSON value. */
  public void requireEnd(JsonReader json) throws IOException {
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw unexpected("there is unexpected content after the JSON value.", null);
    }
  }

  /** Checks that the body is empty. */
  void requireEmptyBody() throws IOException {
    if (!response.body().source().exhausted()) {
      throw unexpected("the response has an unexpected body.", null);
    }
  }

  /** Returns the details of an error of this response. */
  ErrorDetails errorDetails(String sentence) {
    return ErrorDetails.of("Could not " + description + ": " + sentence)
        .status(status())
        .correlationId(correlationId())
        .traceId(traceId());
  }

  public UnexpectedResponseException unexpected(String sentence, @Nullable Throwable cause) {
    return new UnexpectedResponseException(
        errorDetails(sentence).cause(RedactedCause.ofNullable(cause)));
  }

  /**
   * Returns the exception for well-formed JSON that does not match a class of the user.
   *
   * @param path path of the value at which the reader failed
   */
  public JsonBindingException mismatch(Class<?> type, String path, @Nullable Exception failure) {
    return JsonBindingException.mismatch(
        "Could not "
            + description
            + ": the response (status "
            + status()
            + ") cannot be read as "
            + type.getName()
            + ": "
            + JsonBinding.fieldAndReason(path, failure, secrets),
        failure);
  }

  /** Returns whether the body is well-formed JSON. */
  public boolean isJson() {
    try {
      tree();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks and returns a text that later messages display, when the secrets of this call are no
   * longer known.
   */
  public String withoutSecret(String text) {
    if (secrets.isIn(text)) {
      throw containsToken();
    }
    return text;
  }

  private UnexpectedResponseException containsToken() {
    return unexpected("the response contains the access token.", null);
  }

  /** Checks and returns a link or a continuation token, which is sent and kept. */
  public String link(String link) {
    if (!isSafeLink(link)) {
      throw containsToken();
    }
    return link;
  }

  /**
   * Returns whether a link or a continuation token is free of the access token.
   *
   * <p>A link to this host may share a short part with the token by chance: it is sent, but not
   * displayed. An error about a link to another host displays that host.
   */
  public boolean isSafeLink(String link) {
    if (link.equals(checkedLink)) {
      return true;
    }
    HttpUrl url = HttpUrl.parse(link);
    boolean safe;
    if (url != null && url.host().equals(response.request().url().host())) {
      safe = !secrets.isQuotedIn(link);
    } else {
      safe = !secrets.isIn(link) && (url == null || !secrets.isIn(url.host())); // decoded
    }
    checkedLink = safe ? link : null;
    return safe;
  }

  /** Returns an I/O error, or throws if the content of the response is the cause. */
  private IOException toReadFailure(IOException e, Exception cause) {
    if (JsonBudget.isExceeded(e)) {
      throw unexpected(
          "the response has too many values: in memory it is larger than "
              + limit
              + " bytes of JSON may become.",
          null);
    }
    if (e instanceof ProtocolException && WholeResponseInterceptor.isBrokenOff(e)) {
      return new IOException("The response broke off in its body.", e);
    }
    if (e instanceof MalformedJsonException
        || e instanceof EOFException
        || e instanceof ProtocolException) {
      throw unexpected(InstanceErrorText.NOT_JSON, cause);
    }
    return e;
  }

  private @Nullable String correlationId() {
    for (String name : new String[] {"mise-correlation-id", "x-ms-request-id"}) {
      String id = CorrelationIds.parse(header(name), secrets);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private @Nullable String traceId() {
    return CorrelationIds.parseTraceId(header("traceresponse"), secrets);
  }
}
