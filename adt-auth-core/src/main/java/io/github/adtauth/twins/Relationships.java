package io.github.adtauth.twins;

/**
 * The relationships of one twin: those whose source it is, and references to those whose target it
 * is. Thread-safe. Throws the exceptions listed in {@link DigitalTwinsClient}.
 */
public interface Relationships {
  /** Returns a relationship. */
  Relationship get(String id, CallOption... options);

  /** Creates or replaces a relationship and returns the stored relationship. */
  Relationship put(String id, Relationship relationship, CallOption... options);

  /** Changes a relationship and returns its new ETag; empty if the service sent none. */
  String patch(String id, JsonPatch patch, CallOption... options);

  /** Deletes a relationship. */
  void delete(String id, CallOption... options);

  /** Returns all relationships of the twin. Pages are requested as they are read. */
  Paged<Relationship> list(CallOption... options);

  /** Returns the relationships with a name, such as {@code contains}. */
  Paged<Relationship> list(String name, CallOption... options);

  /** Returns the relationships whose target is the twin. Pages are requested as they are read. */
  Paged<IncomingRelationship> incoming(CallOption... options);
}
