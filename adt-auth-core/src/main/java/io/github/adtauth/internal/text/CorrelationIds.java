package io.github.adtauth.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * The form of the ids that services assign to requests and responses. Entra ID, Digital Twins and
 * Microsoft Graph send GUIDs; the trace id of a W3C {@code traceparent} or {@code traceresponse} is
 * a GUID without hyphens. Anything else is not an id and is not displayed. Stateless.
 */
public final class CorrelationIds {
  private static final int GUID_LENGTH = 36;
  private static final int TRACE_ID_LENGTH = 32;

  private CorrelationIds() {}

  /** Returns a value that has the form of an id; otherwise null. */
  public static @Nullable String parse(@Nullable String value) {
    return value != null && isId(value) ? value : null;
  }

  /** Returns a value that has the form of an id and is not a secret of the request. */
  public static @Nullable String parse(@Nullable String value, RequestSecrets secrets) {
    return value != null && isId(value) && !secrets.isIn(value) && !secrets.isIn(hex(value))
        ? value
        : null;
  }

  /** Returns the trace id of a W3C {@code traceresponse} header; otherwise null. */
  public static @Nullable String parseTraceId(@Nullable String header, RequestSecrets secrets) {
    String[] parts = header == null ? new String[0] : header.split("-", 5);
    return parts.length == 4 && parts[1].length() == TRACE_ID_LENGTH
        ? parse(parts[1], secrets)
        : null;
  }

  private static boolean isId(String value) {
    if (value.length() != GUID_LENGTH && value.length() != TRACE_ID_LENGTH) {
      return false;
    }
    boolean hyphens = value.length() == GUID_LENGTH;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean hyphen = hyphens && (i == 8 || i == 13 || i == 18 || i == 23);
      if (hyphen ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static String hex(String id) {
    return id.replace("-", "");
  }
}
