package io.github.adtauth.http;

/**
 * Request tag that overrides whether a request is safe to retry. Without the tag, the HTTP method
 * decides. Set it with {@code request.tag(RetrySafety.class, RetrySafety.SAFE)}.
 */
public enum RetrySafety {
  /** The request has the same effect if it is sent twice, such as a query by POST. */
  SAFE,
  /**
   * The request may be retried once if the connection was lost before the whole response arrived.
   * An example is the redemption of an authorization code that the server may not have received.
   */
  ONCE_AFTER_CONNECTION_LOSS,
  /**
   * The request may fail or have another effect if it is sent twice, such as a PUT with {@code
   * If-None-Match}.
   */
  UNSAFE
}
