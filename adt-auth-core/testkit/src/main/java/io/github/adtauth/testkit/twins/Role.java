package io.github.adtauth.testkit.twins;

/** A built-in role of an instance. Immutable. */
public enum Role {
  /** Azure Digital Twins Data Owner: every operation. */
  DATA_OWNER,
  /** Azure Digital Twins Data Reader: GET and query only. */
  DATA_READER
}
