package io.github.adtauth.internal.http;

import io.github.adtauth.Fix;
import org.jspecify.annotations.Nullable;

/**
 * What the client of an instance and the doctor say about a response that is not a success: one
 * source of each sentence. Stateless.
 */
public final class InstanceSentences {
  /** For a status that says that the service cannot respond now. */
  public static final String UNAVAILABLE = "the service is busy or down.";

  /** For 401. */
  public static final String TOKEN_REJECTED = "the instance rejected the token.";

  /** For the 403 of a read. */
  public static final String NO_ROLE = "the instance lets nobody in without a role.";

  /** For the 403 of a write. */
  public static final String NO_ROLE_TO_WRITE = "the role is missing, or is one of a reader.";

  /** For a success whose body cannot be read. */
  public static final String NOT_JSON = "the answer is not JSON, or not all of it.";

  /** For the 404 of an instance that belongs to another tenant. */
  public static final String OTHER_TENANT =
      "the instance belongs to another tenant than the token.";

  /** For a response of something else than an instance. */
  public static final Fix NOT_AN_INSTANCE =
      new Fix(
          null,
          "Check the endpoint: it is the Host name on the Overview page of the instance. If it is"
              + " right, a proxy or gateway responds in its place.");

  private InstanceSentences() {}

  /** Returns whether a status says that the service cannot respond now. */
  public static boolean isUnavailable(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /**
   * Returns what it means that a response does not come from an instance.
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
