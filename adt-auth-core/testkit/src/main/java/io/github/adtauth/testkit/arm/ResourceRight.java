package io.github.adtauth.testkit.arm;

/** A right on the resources of the subscription. Thread-safe. */
public enum ResourceRight {
  /** Read resources and role assignments, as the role Reader grants. */
  READ,
  /** Create and change resources, as the role Contributor grants. */
  WRITE,
  /** Assign roles, as the roles Owner and User Access Administrator grant. */
  ASSIGN_ROLES
}
