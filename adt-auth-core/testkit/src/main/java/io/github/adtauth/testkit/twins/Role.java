package io.github.adtauth.testkit.twins;

/** The two built-in roles of an instance. Thread-safe. */
public enum Role {
  /** Azure Digital Twins Data Owner: every operation. */
  DATA_OWNER,
  /** Azure Digital Twins Data Reader: GET and query only. */
  DATA_READER
}
