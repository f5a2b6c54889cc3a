package io.github.adtauth.internal.http;

import io.github.adtauth.Fix;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that both the client of an instance and the doctor use for unsuccessful responses.
 * Stateless.
 */
public final class InstanceErrorText {
  /** For a status that means that the service is temporarily unavailable. */
  public static final String UNAVAILABLE = "the service is busy or down.";

  /** For 401. */
  public static final String TOKEN_REJECTED = "the instance rejected the token.";

  /** For the 403 of a read. */
  public static final String NO_ROLE = "the instance rejects callers without a role.";

  /** For the 403 of a write. */
  public static final String NO_ROLE_TO_WRITE = "the role is missing or permits only reading.";

  /** For a success whose body cannot be read. */
  public static final String NOT_JSON = "the response is not JSON or is incomplete.";

  /** For the 404 of an instance that belongs to another tenant. */
  public static final String OTHER_TENANT =
      "the instance belongs to another tenant than the token.";

  /** For a response that does not come from an instance. */
  public static final Fix NOT_AN_INSTANCE =
      new Fix(
          null,
          "Check the endpoint: it is the Host name on the Overview page of the instance. If it is"
              + " right, a proxy or gateway responds in its place.");

  private InstanceErrorText() {}

  /** Returns whether a status means that the service is temporarily unavailable. */
  public static boolean isUnavailable(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /**
   * Returns the sentence for a response that does not come from an instance.
   *
   * @param target the host that a redirect points to, or null
   */
  public static String notAnInstance(int status, @Nullable String target) {
    if (status >= 300 && status < 400) {
      return "the host redirects"
          + (target == null ? "" : " to " + target)
          + ", which an instance never does. The redirect was not followed.";
    }
    return status == 421
        ? "the host is not responsible for this name (misdirected request)."
        : "the response is not an error of Azure Digital Twins.";
  }
}
