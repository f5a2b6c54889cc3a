package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Removes the token and control characters from the exceptions of OkHttp that quote a malformed
 * response, such as its status line, a header name or a line between chunks.
 */
final class QuotedResponseText {
  private static final int MAX_LENGTH = 200;

  private QuotedResponseText() {}

  /**
   * Returns the exception, or one with a clean message and without a cause.
   *
   * @param authorization the header {@code Authorization} of the request, or null
   */
  static IOException clean(IOException failure, @Nullable String authorization) {
    if (!(failure instanceof ProtocolException) && failure.getClass() != IOException.class) {
      return failure; // the message of other types does not quote the response
    }
    RequestSecrets secrets =
        authorization == null ? new RequestSecrets() : RequestSecrets.of(authorization);
    if (isClean(failure, secrets)) {
      return failure;
    }
    String message = Redactor.sanitize(String.valueOf(failure.getMessage()), MAX_LENGTH, secrets);
    IOException clean =
        failure instanceof ProtocolException
            ? new ProtocolException(message)
            : new IOException(message);
    clean.setStackTrace(failure.getStackTrace());
    return clean;
  }

  private static boolean isClean(IOException failure, RequestSecrets secrets) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && !Redactor.sanitize(message, MAX_LENGTH, secrets).equals(message)) {
        return false;
      }
    }
    return true;
  }
}
