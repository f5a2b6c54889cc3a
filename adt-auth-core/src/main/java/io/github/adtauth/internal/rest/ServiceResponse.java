package io.github.adtauth.internal.rest;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
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
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
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
  private final long maxBodyBytes;
  private final RequestSecrets secrets;
  private final LinkCheck links = new LinkCheck(this);
  private byte @Nullable [] bytes;
  private @Nullable String text;

  /**
   * Creates a response.
   *
   * @param description completes the sentence "Could not …" of error messages
   * @param maxBodyBytes maximum size of the body
   * @param secrets secrets of the request, which are redacted in errors
   */
  ServiceResponse(
      String description, Response response, long maxBodyBytes, RequestSecrets secrets) {
    this.description = description;
    this.response = response;
    this.maxBodyBytes = maxBodyBytes;
    this.secrets = secrets;
  }

  int status() {
    return response.code();
  }

  boolean isSuccessful() {
    return response.isSuccessful();
  }

  public RequestSecrets secrets() {
    return secrets;
  }

  /** Returns the host that received the request. */
  String host() {
    return response.request().url().host();
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

  /** Returns whether the operation only reads. A query is read-only, although it is a POST. */
  boolean isReadOnly() {
    Request request = response.request();
    return request.method().equals("GET") || request.url().encodedPath().equals("/query");
  }

  /** Returns the id of the account whose token was sent, or null. */
  @Nullable String accountId() {
    Principal principal = response.request().tag(Principal.class);
    return principal != null && principal.kind() == Principal.Kind.ACCOUNT ? principal.id() : null;
  }

  /**
   * Decodes a 2xx response.
   *
   * @throws JsonBindingException if the JSON does not match the user's class
   * @throws UnexpectedResponseException if the response cannot be decoded
   */
  public <T extends @Nullable Object> T read(Operation.Decoder<T> decoder) throws IOException {
    try {
      return decoder.decode(this);
    } catch (AdtException | JsonBindingException e) {
      throw e;
    } catch (IOException e) {
      throw toReadFailure(e, e);
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      // Gson wraps an IOException of its reader in a JsonParseException.
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        if (e instanceof JsonParseException && t instanceof IOException io) {
          throw toReadFailure(io, e);
        }
      }
      throw unexpected("the response does not match the expected type.", e);
    }
  }

  /** Parses the body as a single strict JSON value. Returns JSON null for a blank body. */
  public JsonElement jsonTree() throws IOException {
    return StrictJson.parse(bytes(), maxBodyBytes);
  }

  /** Returns a strict JSON reader for the body. */
  public BudgetedJsonReader jsonReader() throws IOException {
    return new BudgetedJsonReader(new StringReader(text()), JsonBudget.ofText(maxBodyBytes));
  }

  private byte[] bytes() throws IOException {
    if (bytes == null) {
      bytes = text == null ? body().readByteArray() : text.getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }

  /** Returns the body as text. The body is buffered, so this can be called more than once. */
  public String text() throws IOException {
    if (text == null) {
      text = bytes == null ? body().readUtf8() : new String(bytes, StandardCharsets.UTF_8);
    }
    return text;
  }

  /** Returns the body, which does not exceed the limit and has not been read. */
  private BufferedSource body() throws IOException {
    BufferedSource source = response.body().source();
    if (response.body().contentLength() > maxBodyBytes
        || (maxBodyBytes < Long.MAX_VALUE && source.request(maxBodyBytes + 1))) {
      throw unexpected("the response is larger than " + maxBodyBytes + " bytes.", null);
    }
    return source;
  }

  /** Returns the body as text, or null if it exceeds the given maximum or the limit. */
  @Nullable String errorBody(int maxBytes) throws IOException {
    BufferedSource source = response.body().source();
    return source.request(Math.min(maxBytes + 1L, maxBodyBytes)) ? null : source.readUtf8();
  }

  /** Checks that the body is empty. */
  void requireEmptyBody() throws IOException {
    if (!response.body().source().exhausted()) {
      throw unexpected("the response has an unexpected body.", null);
    }
  }

  /**
   * Returns the details of an error that this response caused.
   *
   * @param sentence the reason, which follows "Could not …: "
   */
  ErrorDetails errorDetails(String sentence) {
    return ErrorDetails.of("Could not " + description + ": " + sentence)
        .status(status())
        .correlationId(correlationId())
        .traceId(traceId());
  }

  /** Returns the exception for a response that the service should not have sent. */
  public UnexpectedResponseException unexpected(String sentence, @Nullable Throwable cause) {
    return new UnexpectedResponseException(
        errorDetails(sentence).cause(RedactedCause.ofNullable(cause)));
  }

  /**
   * Returns the exception for well-formed JSON that does not match the user's class.
   *
   * @param path JSON path of the value that could not be read
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
      jsonTree();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the check of links and ids. */
  public LinkCheck links() {
    return links;
  }

  /** Returns the I/O error to throw. Throws itself if the content of the response is invalid. */
  private IOException toReadFailure(IOException e, Exception cause) {
    if (JsonBudget.isExceeded(e)) {
      throw unexpected(
          "the response has too many values: it exceeds the memory limit for "
              + maxBodyBytes
              + " bytes of JSON.",
          null);
    }
    if (e instanceof ProtocolException && WholeResponseInterceptor.isConnectionLost(e)) {
      return new IOException("The connection was lost while reading the response body.", e);
    }
    boolean isInvalid = e instanceof MalformedJsonException || e instanceof EOFException;
    if (isInvalid || e instanceof ProtocolException) {
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
