package io.github.adtauth.http;

import java.util.Objects;

/**
 * Request tag that names the operation of a call, for metrics and tracing. Unlike the URL, it has
 * low cardinality. Interceptors and event listeners read it with {@code
 * request.tag(OperationName.class)}.
 *
 * @param name the operation as the service's REST reference names it, such as {@code
 *     DigitalTwins_GetById}
 * @param route the path template, such as {@code /digitaltwins/{id}}
 */
public record OperationName(String name, String route) {
  /**
   * Creates an operation name.
   *
   * @throws IllegalArgumentException if the name is empty or the route does not start with a slash
   */
  public OperationName {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(route, "route");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("operation name must not be empty");
    }
    if (!route.startsWith("/")) {
      throw new IllegalArgumentException("route must start with a slash: " + route);
    }
  }
}
