package io.github.adtauth.live;

/** An import file without models, twins and relationships, as docs/live.md shows it. */
final class LiveBlob {
  static final String CONTENT =
      """
      {"Section":"Header"}
      {"fileVersion":"1.0.0","author":"adt-auth","organization":"adt-auth"}
      {"Section":"Models"}
      {"Section":"Twins"}
      {"Section":"Relationships"}
      """;

  private LiveBlob() {}
}
