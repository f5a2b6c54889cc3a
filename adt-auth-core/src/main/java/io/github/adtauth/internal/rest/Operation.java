package io.github.adtauth.internal.rest;

import io.github.adtauth.http.OperationName;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.text.SecretSink;
import io.github.adtauth.twins.CallOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * A call to the REST API: the request and the decoder of its response. Immutable. {@link Transport}
 * executes an operation, blocking or asynchronously.
 */
public final class Operation<T extends @Nullable Object> {
  public static final String JSON = "application/json";
  public static final String JSON_PATCH = "application/json-patch+json";

  private final Builder builder;
  private final Decoder<T> decoder;

  private Operation(Builder builder, Decoder<T> decoder) {
    this.builder = builder;
    this.decoder = decoder;
  }

  /** Decodes a 2xx response. An exception other than {@code AdtException} means a bad response. */
  @FunctionalInterface
  public interface Decoder<T extends @Nullable Object> {
    T decode(ServiceResponse response) throws IOException;
  }

  /**
   * Returns a builder of an operation.
   *
   * @param description completes the sentence "Could not …" of error messages
   */
  public static Builder builder(ApiOperation api, String description) {
    return new Builder(api, description);
  }

  /** Returns the same request with another decoder. */
  public <U extends @Nullable Object> Operation<U> withDecoder(Decoder<U> newDecoder) {
    return new Operation<>(builder, newDecoder);
  }

  public Decoder<T> decoder() {
    return decoder;
  }

  /** Returns the name in the REST reference, such as {@code DigitalTwins_GetById}. */
  public String operationName() {
    return builder.api.operationName();
  }

  /** Returns the route template, such as {@code /digitaltwins/{id}}. */
  public String route() {
    return builder.api.route();
  }

  String description() {
    return builder.description;
  }

  @Nullable Duration timeout() {
    return builder.timeout;
  }

  /** Returns the URL that the service sent for this call, or null. */
  @Nullable String link() {
    return builder.link;
  }

  /** Returns a builder of the request. The interceptors add the token they send to the sink. */
  Request.Builder request(HttpUrl instance, String apiVersion, SecretSink sink) {
    Request.Builder request =
        new Request.Builder().url(url(instance, apiVersion)).tag(SecretSink.class, sink);
    request.header("Accept", "application/json");
    for (Map.Entry<String, String> header : builder.headers.entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    RequestBody body =
        builder.body == null
            ? null
            : RequestBody.create(builder.body.getBytes(StandardCharsets.UTF_8));
    request.method(builder.api.method(), body);
    if (builder.retrySafety != null) {
      request.tag(RetrySafety.class, builder.retrySafety);
    }
    return request.tag(OperationName.class, builder.api.tag());
  }

  private HttpUrl url(HttpUrl instance, String apiVersion) {
    if (builder.link != null) {
      return HttpUrl.get(builder.link);
    }
    HttpUrl.Builder url = instance.newBuilder().encodedPath("/");
    int id = 0;
    for (String segment : builder.api.segments()) {
      url.addEncodedPathSegment(segment.startsWith("{") ? builder.ids.get(id++) : segment);
    }
    for (Map.Entry<String, String> pair : builder.query) {
      url.addQueryParameter(pair.getKey(), pair.getValue());
    }
    return url.addQueryParameter("api-version", apiVersion).build();
  }

  /** Builder of an {@link Operation}. Not thread-safe. */
  public static final class Builder {
    private final ApiOperation api;
    private final String description;
    private final Set<CallOption.Kind> supported =
        EnumSet.of(
            CallOption.Kind.TIMEOUT, CallOption.Kind.REQUEST_ID, CallOption.Kind.TRACEPARENT);
    private final List<String> ids = new ArrayList<>();
    private final List<Map.Entry<String, String>> query = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String body;
    private @Nullable RetrySafety retrySafety;
    private @Nullable Duration timeout;
    private @Nullable String link;

    private Builder(ApiOperation api, String description) {
      this.api = api;
      this.description = description;
    }

    /**
     * Sets the value of the next placeholder in the route.
     *
     * @param name name of the parameter in error messages
     */
    public Builder id(String name, String value) {
      ids.add(UrlEncoding.segment(name, value));
      return this;
    }

    /** Adds a query parameter. */
    public Builder query(String name, String value) {
      query.add(Map.entry(name, value));
      return this;
    }

    private void replaceQuery(String name, String value) {
      query.removeIf(pair -> pair.getKey().equals(name));
      query(name, value);
    }

    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    public Builder body(String mediaType, String json) {
      body = json;
      return header("Content-Type", mediaType);
    }

    /** Sends an empty body: a POST must have one (RFC 9110, section 8.6). */
    public Builder emptyBody() {
      headers.remove("Content-Type");
      body = "";
      return this;
    }

    public Builder retrySafety(RetrySafety value) {
      retrySafety = value;
      return this;
    }

    /**
     * Calls this URL instead of the route. {@link Transport} rejects a URL of another host.
     *
     * @param url URL from a response of the service, or null for the route
     */
    public Builder link(@Nullable String url) {
      link = url;
      return this;
    }

    /** Adds supported options to those that every call supports. */
    public Builder supports(CallOption.Kind... kinds) {
      supported.addAll(List.of(kinds));
      return this;
    }

    /**
     * Applies the caller's options.
     *
     * @throws IllegalArgumentException if the call does not support one of them
     */
    public Builder apply(CallOption... options) {
      for (CallOption option : CallOptions.copyOf(options)) {
        if (!supported.contains(option.kind())) {
          throw new IllegalArgumentException(
              "could not " + description + ": option " + option + " is not supported by this call");
        }
        apply(option.kind(), option.value());
      }
      return this;
    }

    private void apply(CallOption.Kind kind, String value) {
      switch (kind) {
        case IF_ABSENT -> header("If-None-Match", value);
        case IF_MATCH -> header("If-Match", value);
        case TIMEOUT -> timeout = Duration.parse(value);
        case REQUEST_ID -> {
          header("x-ms-client-request-id", value);
          header("x-ms-return-client-request-id", "true");
        }
        case TRACEPARENT -> header("traceparent", value);
        case PAGE_SIZE -> header("max-items-per-page", value);
        case MESSAGE_ID -> header("Message-Id", value);
        case SOURCE_TIME -> header("Telemetry-Source-Time", value);
        case OPERATION_ID -> header("operation-id", value);
        case JOB_TIMEOUT -> replaceQuery("timeoutInMinutes", value);
      }
    }

    /** Builds an operation whose response must not have a body. */
    @SuppressWarnings("NullAway") // NullAway does not see that the type allows null.
    public Operation<@Nullable Void> returningNothing() {
      return returning(
          response -> {
            response.requireEmptyBody();
            return null;
          });
    }

    /** Builds an operation that returns the ETag of an empty response, or an empty string. */
    public Operation<String> returningETag() {
      return returning(
          response -> {
            response.requireEmptyBody();
            String etag = response.header("ETag");
            return etag == null ? "" : etag;
          });
    }

    /** Builds an operation whose response is read by the given decoder. */
    public <T extends @Nullable Object> Operation<T> returning(Decoder<T> decoder) {
      return new Operation<>(this, decoder);
    }
  }
}
