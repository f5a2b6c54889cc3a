package io.github.adtauth.registration;

import io.github.adtauth.AdtException;
import java.util.Set;

/**
 * Tells errors that pass by themselves from those that do not, by code and text: Microsoft Graph
 * and Azure Resource Manager reject a write while the replica that handles it does not know yet
 * what it refers to.
 */
final class PassingErrors {
  /** Two writes at once, or one soon after another. */
  private static final String CONCURRENCY = "Directory_ConcurrencyViolation";

  /** What a write refers to is not known yet, whoever made it: this run has read it before. */
  private static final Set<String> NOT_KNOWN_YET =
      Set.of("NoBackingApplicationObject", "PrincipalNotFound", "Request_ResourceNotFound");

  /** The policy of a tenant, which no delay changes. */
  private static final String POLICY = "AsPerAppPolicy";

  private PassingErrors() {}

  /**
   * Returns whether the same request may succeed within some minutes.
   *
   * @param afterWrite whether this run has written before, so that 400 and 404 may mean that the
   *     write is not known everywhere yet
   */
  static boolean isPassing(AdtException e, boolean afterWrite) {
    String code = e.error().orElse("");
    return switch (e.status()) {
      case 403 -> isUnknownBackingApplication(e);
      case 409 -> code.equals(CONCURRENCY);
      case 400, 404 -> NOT_KNOWN_YET.contains(code) || (afterWrite && !isInvalid(e, code));
      default -> false;
    };
  }

  /** Returns whether a policy of the tenant forbids a credential or another property. */
  static boolean isPolicy(AdtException e) {
    return e.error().orElse("").endsWith(POLICY);
  }

  /** Graph takes an application that its replica does not know for one of another tenant. */
  private static boolean isUnknownBackingApplication(AdtException e) {
    String reason = e.reason();
    return reason.contains("backing application of the service principal")
        && reason.contains("local tenant");
  }

  /** A value that is wrong in itself stays wrong. */
  private static boolean isInvalid(AdtException e, String code) {
    return code.endsWith(POLICY) || e.reason().contains("Invalid value specified for property");
  }
}
