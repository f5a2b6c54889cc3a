package io.github.adtauth.twins;

/**
 * The relationships of one twin: those that begin at it, and a look at those that end at it.
 * Thread-safe; throws what {@link DigitalTwinsClient} says.
 */
public interface Relationships {
  /** Returns a relationship. */
  Relationship get(String id, CallOption... options);

  /** Creates or replaces a relationship and returns what is stored. */
  Relationship put(String id, Relationship relationship, CallOption... options);

  /** Changes a relationship and returns its new ETag; empty if the service named none. */
  String patch(String id, JsonPatch patch, CallOption... options);

  /** Deletes a relationship. */
  void delete(String id, CallOption... options);

  /** Returns all of them, page by page as they are read. */
  Paged<Relationship> list(CallOption... options);

  /** Returns those of one name, such as {@code contains}. */
  Paged<Relationship> list(String name, CallOption... options);

  /** Returns those that end at the twin, page by page as they are read. */
  Paged<IncomingRelationship> incoming(CallOption... options);
}
