package io.github.adtauth.twins;

/** Every operation of the REST API, stated once for both forms of the client. Thread-safe. */
record Operations(
    TwinOperations twins,
    ModelOperations models,
    RelationshipOperations relationships,
    EventRouteOperations eventRoutes,
    JobOperations jobs) {

  static Operations with(TwinJson json) {
    return new Operations(
        new TwinOperations(json),
        new ModelOperations(json),
        new RelationshipOperations(json),
        new EventRouteOperations(json),
        new JobOperations(json));
  }
}
