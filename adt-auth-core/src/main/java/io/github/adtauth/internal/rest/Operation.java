package io.github.adtauth.internal.rest;

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
 * One call of the REST API: what is sent and how its answer is read. Stated once, executed by
 * {@link Transport} in the blocking and the asynchronous way. Immutable.
 */
public final class Operation<T extends @Nullable Object> {
  public static final String JSON = "application/json";
  public static final String JSON_PATCH = "application/json-patch+json";

  final String what;
  final @Nullable Duration within;
  final @Nullable String link;
  public final Decoder<T> decoder;
  private final Builder draft;

  private Operation(Builder draft, Decoder<T> decoder) {
    this.what = draft.what;
    this.within = draft.within;
    this.link = draft.link;
    this.decoder = decoder;
    this.draft = draft;
  }

  /** Reads an answer of 2xx; what it throws besides {@code AdtException} means garbage. */
  @FunctionalInterface
  public interface Decoder<T extends @Nullable Object> {
    T decode(ServiceResponse answer) throws IOException;
  }

  /** Returns the same call whose answer is read otherwise. */
  public <U extends @Nullable Object> Operation<U> readBy(Decoder<U> other) {
    return new Operation<>(draft, other);
  }

  /** Begins an operation; {@code what} completes the sentence "Could not …". */
  public static Builder of(String method, String what) {
    return new Builder(method, what);
  }

  /** Writes the request for an instance; the token that goes out with it is added to the sink. */
  Request request(HttpUrl instance, String apiVersion, SecretSink sink) {
    Request.Builder request =
        new Request.Builder().url(url(instance, apiVersion)).tag(SecretSink.class, sink);
    request.header("Accept", "application/json");
    for (Map.Entry<String, String> header : draft.headers.entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    RequestBody body =
        draft.body == null ? null : RequestBody.create(draft.body.getBytes(StandardCharsets.UTF_8));
    request.method(draft.method, body);
    if (draft.repeatable != null) {
      request.tag(RetrySafety.class, draft.repeatable);
    }
    return request.build();
  }

  private HttpUrl url(HttpUrl instance, String apiVersion) {
    if (link != null) {
      return HttpUrl.get(link);
    }
    HttpUrl.Builder url = instance.newBuilder().encodedPath("/");
    for (String segment : draft.path) {
      url.addEncodedPathSegment(segment);
    }
    for (Map.Entry<String, String> pair : draft.query) {
      url.addQueryParameter(pair.getKey(), pair.getValue());
    }
    return url.addQueryParameter("api-version", apiVersion).build();
  }

  /** An operation in the making. Not thread-safe. */
  public static final class Builder {
    private final String method;
    private final String what;
    private final Set<CallOption.Kind> supports = EnumSet.noneOf(CallOption.Kind.class);
    private final List<String> path = new ArrayList<>();
    private final List<Map.Entry<String, String>> query = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String body;
    private @Nullable RetrySafety repeatable;
    private @Nullable Duration within;
    private @Nullable String link;

    private Builder(String method, String what) {
      this.method = method;
      this.what = what;
    }

    /** Adds a fixed segment. */
    public Builder path(String segment) {
      path.add(segment);
      return this;
    }

    /** Adds an id; {@code name} is what a complaint calls it. */
    public Builder id(String name, String value) {
      path.add(UrlEncoding.segment(name, value));
      return this;
    }

    public Builder query(String name, String value) {
      query.add(Map.entry(name, value));
      return this;
    }

    /** Sets a parameter that stands once. */
    public Builder onlyQuery(String name, String value) {
      query.removeIf(pair -> pair.getKey().equals(name));
      return query(name, value);
    }

    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    public Builder body(String mediaType, String json) {
      body = json;
      return header("Content-Type", mediaType);
    }

    /** Sends a body of no bytes, which a POST must have (RFC 9110 8.6). */
    public Builder noContent() {
      headers.remove("Content-Type");
      body = "";
      return this;
    }

    public Builder repeatable(RetrySafety value) {
      repeatable = value;
      return this;
    }

    public Builder within(Duration value) {
      within = value;
      return this;
    }

    /** Goes where the service pointed to instead of the path; {@link Transport} checks the host. */
    public Builder link(@Nullable String url) {
      link = url;
      return this;
    }

    /** Names the options that mean something here, besides those that every call takes. */
    public Builder supports(CallOption.Kind... kinds) {
      supports.addAll(List.of(kinds));
      return this;
    }

    public Builder apply(CallOption... options) {
      for (CallOption option : CallOption.copy(options)) {
        if (option.kind != CallOption.Kind.ANY_CALL && !supports.contains(option.kind)) {
          throw new IllegalArgumentException(
              "could not " + what + ": " + option + " means nothing to this call");
        }
        option.apply(this);
      }
      return this;
    }

    /** Completes it: the answer has no body. */
    @SuppressWarnings("NullAway")
    public // it does not see that the type allows null
    Operation<@Nullable Void> returningNothing() {
      return returning(
          answer -> {
            answer.requireEmptyBody();
            return null;
          });
    }

    /** Completes it: the answer has no body, but an ETag; empty if not. */
    public Operation<String> returningETag() {
      return returning(
          answer -> {
            answer.requireEmptyBody();
            String etag = answer.header("ETag");
            return etag == null ? "" : etag;
          });
    }

    /** Completes it. */
    public <T extends @Nullable Object> Operation<T> returning(Decoder<T> decoder) {
      return new Operation<>(this, decoder);
    }
  }
}
