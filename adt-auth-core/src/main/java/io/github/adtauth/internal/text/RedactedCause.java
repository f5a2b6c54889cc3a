package io.github.adtauth.internal.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates the cause of an exception for a failed exchange with a server. It keeps the type and the
 * stack trace of the failure but not its message. Messages of OkHttp, Okio, Gson and Jedis quote
 * the response, which may echo a secret of the request or contain a terminal sequence.
 *
 * <p>Only the JDK's own exceptions about sockets keep type and message, in displayable form: a
 * server has no influence on their messages. The message about an unknown host is kept only if it
 * is a host name that was not read from JSON. Stateless.
 */
public final class RedactedCause {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_DEPTH_OF_SUPPRESSED = 3;
  private static final int MAX_MESSAGE_LENGTH = 500;

  /** A host name may have 253 characters (RFC 1035 2.3.4). */
  private static final int MAX_UNKNOWN_HOST = 253 + 100;

  /** A host name, alone or with the reason, as the JDK writes it on Linux, macOS and Windows. */
  private static final Pattern UNKNOWN_HOST =
      Pattern.compile(
          "(No such host is known \\()?[\\w-]{1,63}(\\.[\\w-]{1,63}){0,126}\\.?\\)?"
              + "(: [A-Za-z]{1,12}([ ,]{1,2}[A-Za-z]{1,12}){1,9})?");

  private RedactedCause() {}

  /** Returns a failure as a redacted cause, or null for null. */
  public static @Nullable IOException ofNullable(@Nullable Throwable failure) {
    return failure == null ? null : of(failure);
  }

  /**
   * Returns a failure as a redacted cause, with its own causes and suppressed exceptions. OkHttp
   * suppresses the failures of further addresses.
   */
  public static IOException of(Throwable failure) {
    IOException copy = copy(failure, MAX_DEPTH);
    for (Throwable suppressed : failure.getSuppressed()) {
      copy.addSuppressed(copy(suppressed, MAX_DEPTH_OF_SUPPRESSED));
    }
    return copy;
  }

  private static IOException copy(Throwable failure, int maxDepth) {
    IOException copy = copy(failure);
    copy.setStackTrace(failure.getStackTrace());
    Throwable cause = failure.getCause();
    if (cause != null && maxDepth > 1) {
      copy.initCause(copy(cause, maxDepth - 1));
    }
    return copy;
  }

  private static IOException copy(Throwable failure) {
    Class<?> type = failure.getClass(); // not a subclass: its message may be anything
    if (type == ConnectException.class) {
      return new ConnectException(message(failure));
    } else if (type == UnknownHostException.class) {
      return new UnknownHostException(unknownHost(failure));
    } else if (type == NoRouteToHostException.class) {
      return new NoRouteToHostException(message(failure));
    } else if (type == SocketTimeoutException.class) {
      return new SocketTimeoutException(message(failure));
    } else if (type == BindException.class) {
      return new BindException(message(failure));
    } else if (type == PortUnreachableException.class) {
      return new PortUnreachableException(message(failure));
    } else if (type == SocketException.class) {
      return new SocketException(message(failure));
    } else if (type == InterruptedIOException.class) {
      return new InterruptedIOException(message(failure));
    }
    return new RedactedException(failure);
  }

  /**
   * Returns the message about an unknown host, or null if it may hold something else. Gson reads an
   * {@link java.net.InetAddress} by resolving the text that the server sent.
   */
  private static @Nullable String unknownHost(Throwable failure) {
    String message = failure.getMessage();
    if (message == null
        || message.length() > MAX_UNKNOWN_HOST
        || !UNKNOWN_HOST.matcher(message).matches()) {
      return null;
    }
    StackTraceElement[] frames = failure.getStackTrace();
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().startsWith("com.google.gson.")) {
        return null;
      }
    }
    return frames.length == 0 ? null : message;
  }

  private static @Nullable String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? null : Redactor.sanitize(message, MAX_MESSAGE_LENGTH);
  }

  /** An exception whose message is the name of the failure's type. */
  private static final class RedactedException extends IOException {
    private static final long serialVersionUID = 1L;

    RedactedException(Throwable failure) {
      super(failure.getClass().getName());
    }
  }
}
