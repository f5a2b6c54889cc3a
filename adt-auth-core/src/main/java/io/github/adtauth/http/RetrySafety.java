package io.github.adtauth.http;

/**
 * Tag of a request that says whether repeating it is safe where its method does not tell: {@code
 * request.tag(RetrySafety.class, RetrySafety.SAFE)}.
 */
public enum RetrySafety {
  /** Doing it twice is the same as once: a query by POST. */
  SAFE,
  /**
   * May be sent once more if the connection was lost before the whole response arrived: the
   * redemption of a code that the server may not have seen.
   */
  ONCE_AFTER_CONNECTION_LOSS,
  /** Doing it twice may fail or differ: a PUT with {@code If-None-Match}. */
  UNSAFE
}
