package io.github.adtauth.internal.identity;

import io.github.adtauth.internal.text.Ascii;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Map;
import java.util.Set;

/**
 * Classifies a request without a response by whether the identity endpoint exists. The values are
 * in ascending order: for several addresses, the greatest value counts.
 */
enum EndpointFailure {
  /** The connection was rejected or there is no route: the endpoint does not exist. */
  UNREACHABLE,
  /** No connection was accepted in time: the endpoint does not exist, or it is overloaded. */
  SILENT,
  /** A server exists. */
  PRESENT;

  /**
   * Environment variables of platforms with managed identities, except App Service; in lower case.
   */
  private static final Set<String> PLATFORM_VARIABLES =
      Set.of("identity_endpoint", "azure_federated_token_file", "kubernetes_service_host");

  private static final String APP_SERVICE_PREFIX = "website_";

  /**
   * Returns the kind of a failure. OkHttp adds the failures of further addresses as suppressed
   * exceptions.
   */
  static EndpointFailure of(IOException failure) {
    EndpointFailure kind = ofSingle(failure);
    for (Throwable other : failure.getSuppressed()) {
      EndpointFailure further = other instanceof IOException io ? ofSingle(io) : PRESENT;
      kind = further.compareTo(kind) > 0 ? further : kind;
    }
    return kind;
  }

  private static EndpointFailure ofSingle(IOException failure) {
    if (failure instanceof InterruptedIOException) {
      return SILENT; // SocketTimeoutException, and OkHttp's call timeout
    } else if (failure instanceof ConnectException) {
      return messageContains(failure, "timed out") ? SILENT : UNREACHABLE;
    } else if (failure instanceof NoRouteToHostException) {
      return UNREACHABLE;
    }
    // The JDK has no types for these two.
    return failure instanceof SocketException
            && (messageContains(failure, "unreachable") || messageContains(failure, "host is down"))
        ? UNREACHABLE
        : PRESENT;
  }

  private static boolean messageContains(IOException failure, String text) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (Ascii.toLowerCase(String.valueOf(t.getMessage())).contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the environment is that of a platform with managed identities. */
  static boolean isExpected(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = Ascii.toLowerCase(variable.getKey());
      if (!variable.getValue().isBlank()
          && (PLATFORM_VARIABLES.contains(name) || name.startsWith(APP_SERVICE_PREFIX))) {
        return true;
      }
    }
    return false;
  }
}
