package io.github.adtauth.http;

/**
 * Tag of a request that says whether repeating it is safe where its method does not tell: {@code
 * request.tag(Repeatable.class, Repeatable.YES)}.
 */
public enum Repeatable {
  /** Doing it twice is the same as once: a query by POST. */
  YES,
  /** Doing it twice may fail or differ: a PUT with {@code If-None-Match}. */
  NO
}
