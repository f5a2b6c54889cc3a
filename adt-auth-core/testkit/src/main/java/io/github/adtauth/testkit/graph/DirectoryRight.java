package io.github.adtauth.testkit.graph;

/** What a user's directory roles let him do. Thread-safe. */
public enum DirectoryRight {
  /** Read the directory: every user but a guest. */
  READ_DIRECTORY,
  /** Register applications and change the own ones: every user unless the tenant forbids it. */
  REGISTER_APPLICATIONS,
  /** Change all applications and service principals: an application administrator. */
  MANAGE_APPLICATIONS,
  /** Consent for everybody: a cloud application administrator and above. */
  GRANT_CONSENT
}
