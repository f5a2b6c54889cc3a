package io.github.adtauth.internal.rest;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.http.Origin;
import io.github.adtauth.internal.http.RetryInterceptor.RetryLaterException;
import io.github.adtauth.internal.http.RetryState;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
  private final TokenProvider tokens;
  private final InstanceSettings instance;
  private final @Nullable OperationPrincipal principal;

  /**
   * Creates a transport.
   *
   * @param http a client that sends the tokens of the provider
   */
  public Transport(OkHttpClient http, TokenProvider tokens, InstanceSettings instance) {
    this(http, tokens, instance, null);
  }

  private Transport(
      OkHttpClient http,
      TokenProvider tokens,
      InstanceSettings instance,
      @Nullable OperationPrincipal principal) {
    this.http = http;
    this.tokens = tokens;
    this.instance = instance;
    this.principal = principal;
  }

  /** Returns a transport whose calls are one operation of one principal. */
  public Transport asOneOperation() {
    return principal != null
        ? this
        : new Transport(http, tokens, instance, OperationPrincipal.of(tokens));
  }

  /** Settings shared by all clients of an instance. */
  public record InstanceSettings(
      HttpUrl url, String apiVersion, long maxResponseBytes, Timing timing) {}

  public <T extends @Nullable Object> T execute(Operation<T> operation) {
    RequestSecrets secrets = new RequestSecrets();
    Call call = newCall(operation, request(operation, secrets).build());
    try (Response response = call.execute()) {
      return read(operation, secrets, response);
    } catch (IOException e) {
      throw NetworkErrors.of(e, operation.description(), call);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // OkHttp throws an undeclared InterruptedException if it is interrupted while connecting.
      throw NetworkErrors.of(interrupted(e), operation.description(), call);
    }
  }

  public Timing timing() {
    return instance.timing();
  }

  /** Returns whether a call is waiting for a thread of the dispatcher. */
  boolean isQueued(Call call) {
    return http.dispatcher().queuedCalls().contains(call);
  }

  /** Executes an operation on the dispatcher. Its retries do not hold a thread while they wait. */
  public <T extends @Nullable Object> CallFuture<T> enqueue(Operation<T> operation) {
    return enqueue(operation, true);
  }

  /**
   * Executes an operation on the dispatcher. If it must be retried after a delay, the future fails
   * with a {@link RetryLaterException}, and the caller executes the operation itself.
   */
  public <T extends @Nullable Object> CallFuture<T> prefetch(Operation<T> operation) {
    return enqueue(operation, false);
  }

  private <T extends @Nullable Object> CallFuture<T> enqueue(
      Operation<T> operation, boolean retries) {
    RequestSecrets secrets = new RequestSecrets();
    Request request = request(operation, secrets).tag(RetryState.class, RetryState.INITIAL).build();
    CallFuture<T> future =
        new CallFuture<>(this, operation, newCall(operation, request), secrets, retries);
    future.start();
    return future;
  }

  /** Returns the call for the next attempt, within the time limit of the first one. */
  Call nextAttempt(Operation<?> operation, Call previous, RetryState state) {
    Call next = newCall(operation, state.nextRequest(previous));
    long limit = next.timeout().timeoutNanos();
    if (limit > 0) {
      long remaining = state.remainingNanos(limit, timing().ticker().getAsLong());
      next.timeout().deadline(Math.max(1, remaining), TimeUnit.NANOSECONDS);
    }
    return next;
  }

  /** Returns the executor of the dispatcher, or new threads after it was shut down. */
  Executor executor() {
    ExecutorService threads = http.dispatcher().executorService();
    return task -> {
      try {
        threads.execute(task);
      } catch (RejectedExecutionException e) {
        Thread thread = new Thread(null, task, "adt-auth-retry", 0, false);
        thread.setDaemon(true);
        thread.start();
      }
    };
  }

  /** Decodes a response. Exceptions do not contain the secrets of the request. */
  <T extends @Nullable Object> T read(
      Operation<T> operation, RequestSecrets secrets, Response response) throws IOException {
    ServiceResponse serviceResponse =
        new ServiceResponse(
            operation.description(), response, instance.maxResponseBytes(), secrets);
    if (!serviceResponse.isSuccessful()) {
      throw ErrorResponses.of(serviceResponse, instance.timing().clock());
    }
    return serviceResponse.read(operation.decoder());
  }

  private Request.Builder request(Operation<?> operation, RequestSecrets secrets) {
    String link = operation.link();
    if (link != null) {
      requireOrigin(operation.description(), link);
    }
    Request.Builder request =
        operation.request(instance.url(), instance.apiVersion(), secrets.sink());
    OperationPrincipal started =
        principal == null ? OperationPrincipal.ofNullable(tokens) : principal;
    return started == null ? request : request.tag(OperationPrincipal.class, started);
  }

  private Call newCall(Operation<?> operation, Request request) {
    Call call = http.newCall(request);
    Duration timeout = operation.timeout();
    if (timeout != null) {
      call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
    return call;
  }

  private static IOException interrupted(Exception cause) {
    IOException e = new InterruptedIOException("interrupted");
    e.initCause(cause);
    return e;
  }

  private void requireOrigin(String description, String link) {
    HttpUrl target = HttpUrl.parse(link);
    Origin origin = Origin.of(instance.url());
    if (target == null || !origin.contains(target)) {
      String where = target == null ? "to an invalid URL" : "to " + Origin.of(target);
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "Could not "
                  + description
                  + ": the service sent a link "
                  + where
                  + " instead of "
                  + origin.host()
                  + ":"
                  + origin.port()
                  + ". The link was not followed."));
    }
  }
}
