package io.github.adtauth.internal.registration;

import io.github.adtauth.AdtException;
import java.util.Set;

/**
 * Distinguishes transient errors from permanent ones by code and text. Microsoft Graph and Azure
 * Resource Manager reject a write while the replica that handles it does not yet know the objects
 * that the write refers to.
 */
final class TransientErrors {
  /** Two writes at the same time, or in quick succession. */
  private static final String CONCURRENCY = "Directory_ConcurrencyViolation";

  /**
   * Codes for an object that the replica does not yet know. This run has read the object before, so
   * it exists.
   */
  private static final Set<String> NOT_KNOWN_YET =
      Set.of("NoBackingApplicationObject", "PrincipalNotFound", "Request_ResourceNotFound");

  /** Suffix of the codes of tenant policies, which are permanent. */
  private static final String POLICY = "AsPerAppPolicy";

  private TransientErrors() {}

  /**
   * Returns whether the same request may succeed within some minutes.
   *
   * @param afterWrite whether this run has written before, so that 400 and 404 may mean that the
   *     write has not yet reached every replica
   */
  static boolean isTransient(AdtException e, boolean afterWrite) {
    String code = e.errorCode().orElse("");
    return switch (e.status()) {
      case 403 -> isUnknownBackingApplication(e);
      case 409 -> code.equals(CONCURRENCY);
      case 400, 404 -> NOT_KNOWN_YET.contains(code) || (afterWrite && !isInvalid(e, code));
      default -> false;
    };
  }

  /** Returns whether a policy of the tenant forbids a credential or another property. */
  static boolean isPolicy(AdtException e) {
    return e.errorCode().orElse("").endsWith(POLICY);
  }

  /** Graph assumes that an application that its replica does not know belongs to another tenant. */
  private static boolean isUnknownBackingApplication(AdtException e) {
    String reason = e.reason();
    return reason.contains("backing application of the service principal")
        && reason.contains("local tenant");
  }

  /** An invalid value is a permanent error. */
  private static boolean isInvalid(AdtException e, String code) {
    return code.endsWith(POLICY) || e.reason().contains("Invalid value specified for property");
  }
}
