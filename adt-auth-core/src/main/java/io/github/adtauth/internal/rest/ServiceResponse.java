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
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RedactedCause;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.twins.JsonBinding;
import io.github.adtauth.internal.twins.JsonBindingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** What came back for an operation: status, ids for the service's logs, a body of limited size. */
public final class ServiceResponse {
  /** A body up to this size is read in one go: a decoder's own buffers would outweigh a twin. */
  private static final int SMALL = 8 << 10;

  private final String what;
  private final Response response;
  private final LimitedInputStream body;
  private final long limit;
  private final RequestSecrets secrets;
  private @Nullable String kept;

  /** Takes the secrets that were sent, which no error about this response displays. */
  ServiceResponse(String what, Response response, long limit, RequestSecrets secrets) {
    this.what = what;
    this.response = response;
    this.limit = limit;
    this.secrets = secrets;
    this.body = new LimitedInputStream(response.body().byteStream(), limit);
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

  /** Returns where a redirect points, or null. */
  @Nullable HttpUrl redirectTarget() {
    String location = header("Location");
    if (location == null || secrets.isIn(location)) {
      return null;
    }
    HttpUrl target = response.request().url().resolve(location);
    return target == null || secrets.isIn(target.host()) ? null : target;
  }

  /** Returns whether the operation only reads; a query does so with POST. */
  boolean isOfRead() {
    return response.request().method().equals("GET")
        || response.request().url().encodedPath().equals("/query");
  }

  /** Returns the id of the account whose token was sent, or null. */
  @Nullable String accountId() {
    Principal principal = response.request().tag(Principal.class);
    return principal != null && principal.kind() == Principal.Kind.ACCOUNT ? principal.id() : null;
  }

  /** Reads a response of 2xx to its end; whatever is wrong with it is one kind of error. */
  public <T extends @Nullable Object> T read(Operation.Decoder<T> decoder) throws IOException {
    try {
      return decoder.decode(this);
    } catch (AdtException | JsonBindingException e) {
      throw e;
    } catch (IOException e) {
      throw garbageOr(e, e);
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      // Gson wraps what the stream throws.
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        if (e instanceof JsonParseException && t instanceof IOException io) {
          throw garbageOr(io, e);
        }
      }
      throw unexpected("the response does not match the expected type.", e);
    }
  }

  /** Begins to read the body as strict JSON; a body at hand as often as wanted. */
  public BudgetedJsonReader json() throws IOException {
    String text = bufferedBody();
    return new BudgetedJsonReader(
        text == null ? new InputStreamReader(body, StandardCharsets.UTF_8) : new StringReader(text),
        JsonBudget.ofText(limit));
  }

  /** Reads the body as one value of strict JSON. */
  public JsonElement tree() throws IOException {
    String text = bufferedBody();
    if (text != null) {
      return StrictJson.value(text, limit);
    }
    JsonReader json = json();
    JsonElement tree = JsonTrees.next(json);
    requireEnd(json);
    return tree;
  }

  /** Returns the body if it is small or was kept; null if it is to be read as it arrives. */
  public @Nullable String bufferedBody() throws IOException {
    checkLength();
    BufferedSource source = response.body().source();
    if (kept == null && limit >= SMALL && !source.request(SMALL + 1)) {
      kept = source.readUtf8();
    }
    return kept;
  }

  /** Takes the whole body in, for {@link #json} to begin later; returns it. */
  public String bufferBody() throws IOException {
    checkLength();
    BufferedSource source = response.body().source();
    if (limit < Long.MAX_VALUE && source.request(limit + 1)) {
      throw tooLarge();
    }
    String text = source.readUtf8();
    kept = text;
    return text;
  }

  private void checkLength() {
    if (response.body().contentLength() > limit) {
      throw tooLarge();
    }
  }

  /** Checks that nothing follows. */
  public void requireEnd(JsonReader json) throws IOException {
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw unexpected("something follows the JSON.", null);
    }
  }

  /** Checks that there is no body, as behind 204. */
  void requireEmptyBody() throws IOException {
    if (body.read() != -1) {
      throw unexpected("there is a body where none is due.", null);
    }
  }

  /** Reads the body as text; null if it is longer than the limit. */
  @Nullable String text(int max) throws IOException {
    int most = (int) Math.min(max + 1L, limit);
    byte[] bytes = body.readNBytes(most);
    return bytes.length == most ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Begins an error about this response. */
  ErrorDetails errorDetails(String sentence) {
    return ErrorDetails.of("Could not " + what + ": " + sentence)
        .status(status())
        .correlationId(correlationId())
        .traceId(traceId());
  }

  public UnexpectedResponseException unexpected(String sentence, @Nullable Throwable cause) {
    return new UnexpectedResponseException(
        errorDetails(sentence).cause(RedactedCause.ofNullable(cause)));
  }

  /**
   * Returns the exception for well-formed JSON that does not fit a class of the user.
   *
   * @param path where the reader stopped
   */
  public JsonBindingException mismatch(Class<?> type, String path, @Nullable Exception failure) {
    return JsonBindingException.mismatch(
        "Could not "
            + what
            + ": the response (status "
            + status()
            + ") cannot be read as "
            + type.getName()
            + ": "
            + JsonBinding.fieldAndReason(path, failure, secrets),
        failure);
  }

  /** Returns whether the body is at hand and well-formed. */
  public boolean isJson() {
    String text = kept;
    try {
      return text != null && StrictJson.value(text, limit) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks a text that later messages display, when the secrets of this call are not known any
   * more. No server has a reason to put the token there.
   */
  public String withoutSecret(String text) {
    if (secrets.isIn(text)) {
      throw unexpected("the response contains the access token.", null);
    }
    return text;
  }

  /** Returns a link of the response: an error about one to another host will display that host. */
  public String link(String link) {
    HttpUrl url = HttpUrl.parse(link);
    if (url == null || !url.host().equals(response.request().url().host())) {
      withoutSecret(url == null ? link : url.host()); // decoded, as it will be displayed
      return withoutSecret(link);
    }
    return link;
  }

  private IOException garbageOr(IOException e, Exception cause) {
    if (body.exceeded()) {
      throw tooLarge();
    }
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

  private UnexpectedResponseException tooLarge() {
    return unexpected("the response is larger than " + limit + " bytes.", null);
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
