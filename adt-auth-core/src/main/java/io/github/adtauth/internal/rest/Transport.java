package io.github.adtauth.internal.rest;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.twins.PageSource;
import io.github.adtauth.twins.AsyncPaged;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.Paged;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Executes operations for one identity, on the caller's thread or on OkHttp's dispatcher.
 * Thread-safe.
 */
public final class Transport {
  private final OkHttpClient http;
  private final InstanceSettings instance;
  private final @Nullable OperationPrincipal principal;

  /** Takes a client that calls as the identity. */
  public Transport(OkHttpClient http, InstanceSettings instance) {
    this(http, instance, null);
  }

  private Transport(
      OkHttpClient http, InstanceSettings instance, @Nullable OperationPrincipal principal) {
    this.http = http;
    this.instance = instance;
    this.principal = principal;
  }

  /** Returns a transport whose calls are one operation: the first token decides who calls. */
  public Transport asOneOperation() {
    return principal != null ? this : new Transport(http, instance, new OperationPrincipal());
  }

  /** What all clients of an instance share. */
  public record InstanceSettings(HttpUrl url, String apiVersion, long answerLimit, Timing timing) {}

  public <T extends @Nullable Object> T execute(Operation<T> operation) {
    RequestSecrets secrets = new RequestSecrets();
    Call call = call(operation, secrets);
    try (Response response = call.execute()) {
      return read(operation, secrets, response);
    } catch (IOException e) {
      throw TransportErrors.of(operation.what, call, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // OkHttp is Kotlin and lets an undeclared InterruptedException through while it connects.
      throw TransportErrors.of(operation.what, call, interrupted(e));
    }
  }

  /** Prepares to read page by page; what is wrong with the operation is said at once. */
  public <T> Paged<T> pages(Function<@Nullable String, Operation<Page<T>>> operation) {
    var unused = operation.apply(null);
    return new Paged<>(new PageSource.Calls<>(this, operation));
  }

  /** Prepares to read page by page without a thread that waits. */
  public <T> AsyncPaged<T> asyncPages(Function<@Nullable String, Operation<Page<T>>> operation) {
    var unused = operation.apply(null);
    return new AsyncPaged<>(
        () -> {
          Transport walk = asOneOperation();
          return next -> walk.enqueue(operation.apply(next));
        });
  }

  public Timing timing() {
    return instance.timing();
  }

  /** Tells whether a call still waits for a thread of the dispatcher. */
  boolean isQueued(Call call) {
    return http.dispatcher().queuedCalls().contains(call);
  }

  public <T extends @Nullable Object> CallFuture<T> enqueue(Operation<T> operation) {
    RequestSecrets secrets = new RequestSecrets();
    CallFuture<T> future = new CallFuture<>(this, operation, call(operation, secrets), secrets);
    future.start();
    return future;
  }

  /** Reads a response without displaying the secrets that were sent with the call. */
  <T extends @Nullable Object> T read(
      Operation<T> operation, RequestSecrets secrets, Response response) throws IOException {
    ServiceResponse answer =
        new ServiceResponse(operation.what, response, instance.answerLimit(), secrets);
    if (!answer.success()) {
      throw ErrorResponses.of(answer, instance.timing().clock());
    }
    return answer.read(operation.decoder);
  }

  private Call call(Operation<?> operation, RequestSecrets secrets) {
    String link = operation.link;
    if (link != null) {
      checkOrigin(operation.what, link);
    }
    Request request = operation.request(instance.url(), instance.apiVersion(), secrets.sink());
    if (principal != null) {
      request = request.newBuilder().tag(OperationPrincipal.class, principal).build();
    }
    Call call = http.newCall(request);
    if (operation.within != null) {
      call.timeout().timeout(operation.within.toNanos(), TimeUnit.NANOSECONDS);
    }
    return call;
  }

  private static IOException interrupted(Exception cause) {
    IOException e = new InterruptedIOException("interrupted");
    e.initCause(cause);
    return e;
  }

  private void checkOrigin(String what, String link) {
    HttpUrl target = HttpUrl.parse(link);
    HttpUrl own = instance.url();
    if (target == null
        || !target.scheme().equals(own.scheme())
        || !target.host().equals(own.host())
        || target.port() != own.port()) {
      String where =
          target == null
              ? "to what is no URL"
              : "to " + target.scheme() + "://" + target.host() + ":" + target.port();
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "Could not "
                  + what
                  + ": the service points "
                  + where
                  + ", away from "
                  + own.host()
                  + ":"
                  + own.port()
                  + ". It was not called."));
    }
  }
}
