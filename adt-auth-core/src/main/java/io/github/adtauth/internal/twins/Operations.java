package io.github.adtauth.internal.twins;

/** The operations of the REST API, shared by both forms of the client. Thread-safe. */
public record Operations(TwinJson json) {
  TwinOperations twins() {
    return new TwinOperations(json);
  }

  ModelOperations models() {
    return new ModelOperations(json);
  }

  RelationshipOperations relationships() {
    return new RelationshipOperations(json);
  }

  EventRouteOperations eventRoutes() {
    return new EventRouteOperations(json);
  }

  JobOperations jobs() {
    return new JobOperations(json);
  }
}
