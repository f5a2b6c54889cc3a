package io.github.adtauth.spring;

import io.github.adtauth.http.OperationName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.RequestReplySenderContext;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Observes calls of Digital Twins as {@code adt.twins.call}, with their token and all attempts. The
 * keys are {@code operation}, {@code route} (a template), {@code method}, {@code status} and {@code
 * exception}. Thread-safe.
 */
final class CallObservations implements CallInterceptor {
  private static final String NAME = "adt.twins.call";
  private static final String NONE = "none";

  private final ObservationRegistry registry;

  CallObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    OperationName operation = request.tag(OperationName.class);
    String name = operation == null ? NONE : operation.name();
    RequestReplySenderContext<Request.Builder, Response> context =
        new RequestReplySenderContext<>(
            (carrier, key, value) -> {
              if (carrier != null) {
                carrier.header(key, value);
              }
            });
    context.setCarrier(request.newBuilder());
    context.setRemoteServiceName("Azure Digital Twins");
    Observation observation =
        Observation.createNotStarted(NAME, () -> context, registry)
            .contextualName(operation == null ? request.method() : name)
            .lowCardinalityKeyValue("operation", name)
            .lowCardinalityKeyValue("route", operation == null ? NONE : operation.route())
            .lowCardinalityKeyValue("method", request.method())
            .lowCardinalityKeyValue("status", NONE)
            .lowCardinalityKeyValue("exception", NONE)
            .start();
    Observation.Scope scope = observation.openScope();
    try {
      Request.Builder traced = context.getCarrier();
      Response response = chain.proceed(traced == null ? request : traced.build());
      context.setResponse(response);
      observation.lowCardinalityKeyValue("status", String.valueOf(response.code()));
      return response;
    } catch (IOException | RuntimeException | Error e) {
      observation.lowCardinalityKeyValue("exception", e.getClass().getSimpleName()).error(e);
      throw e;
    } finally {
      scope.close();
      observation.stop();
    }
  }
}
