package io.github.adtauth.internal.http;

import java.io.IOException;

/**
 * Thrown when the peer closed a pooled connection while it was idle. Nothing of the request was
 * sent, so every request may be retried.
 */
final class StaleConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  StaleConnectionException() {
    super("The peer closed the connection while it was idle.");
  }
}
