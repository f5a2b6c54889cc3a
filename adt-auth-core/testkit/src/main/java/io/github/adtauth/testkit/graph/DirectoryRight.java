package io.github.adtauth.testkit.graph;

/** A right of a user's directory roles. Thread-safe. */
public enum DirectoryRight {
  /** Read the directory. All users except guests have this right. */
  READ_DIRECTORY,
  /**
   * Register applications and change owned ones. All users have this right unless the tenant
   * restricts it.
   */
  REGISTER_APPLICATIONS,
  /** Change all applications and service principals. Application administrators have this right. */
  MANAGE_APPLICATIONS,
  /** Consent on behalf of all users. Cloud application administrators and above have this right. */
  GRANT_CONSENT
}
