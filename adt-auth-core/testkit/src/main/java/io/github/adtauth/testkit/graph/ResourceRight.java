package io.github.adtauth.testkit.graph;

/** What somebody may do with the resources of the subscription. Thread-safe. */
public enum ResourceRight {
  /** See resources and role assignments: a Reader. */
  READ,
  /** Create and change resources: a Contributor. */
  WRITE,
  /** Assign roles: an Owner or a User Access Administrator. */
  ASSIGN_ROLES
}
