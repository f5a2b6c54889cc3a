package io.github.adtauth.testkit.twins;

import java.util.List;

/** Defines the operations of the REST API on one store. */
final class Operations {
  private static final String TWIN = "digitaltwins/{id}";
  private static final String COMPONENT = TWIN + "/components/{componentPath}";
  private static final String RELATIONSHIP = TWIN + "/relationships/{relationshipId}";
  private static final String EVENT_ROUTE = "eventroutes/{id}";
  private static final String IMPORT_JOB = "jobs/imports/{id}";
  private static final String IMPORT_JOBS_VERSION = "2023-06-30";
  private static final String DELETE_JOBS_VERSION = "2023-10-31";

  final EventRoutes routes = new EventRoutes();
  final Notifications notifications;
  final ModelOperations models;
  final TwinOperations twins;
  final RelationshipOperations relationships;
  final TelemetryOperations telemetry;
  final EventRouteOperations eventRoutes;
  final Jobs jobs;
  final ImportJobOperations imports;
  private final DeleteJobOperations deletions;
  private final ComponentOperations components;
  private final QueryOperation query;

  Operations(Store store) {
    notifications = new Notifications(store, routes);
    models = new ModelOperations(store);
    twins = new TwinOperations(store, notifications);
    relationships = new RelationshipOperations(store, notifications);
    components = new ComponentOperations(store, notifications);
    telemetry = new TelemetryOperations(store, notifications);
    eventRoutes = new EventRouteOperations(store, routes);
    jobs = new Jobs(store);
    imports = new ImportJobOperations(store, jobs, new BulkImport(models, twins, relationships));
    deletions = new DeleteJobOperations(store, jobs);
    query = new QueryOperation(store);
  }

  List<Route> all() {
    return List.of(
        Route.write("POST", "models", models::add),
        Route.read("GET", "models", models::list),
        Route.read("GET", "models/{id}", models::get),
        Route.write("PATCH", "models/{id}", models::decommission),
        Route.write("DELETE", "models/{id}", models::delete),
        Route.read("POST", "query", query::run),
        Route.read("GET", TWIN, twins::get),
        Route.write("PUT", TWIN, twins::put),
        Route.write("PATCH", TWIN, twins::patch),
        Route.write("DELETE", TWIN, twins::delete),
        Route.read("GET", COMPONENT, components::get),
        Route.write("PATCH", COMPONENT, components::patch),
        Route.write("POST", TWIN + "/telemetry", telemetry::publish),
        Route.write("POST", COMPONENT + "/telemetry", telemetry::publishFromComponent),
        Route.read("GET", RELATIONSHIP, relationships::get),
        Route.write("PUT", RELATIONSHIP, relationships::put),
        Route.write("PATCH", RELATIONSHIP, relationships::patch),
        Route.write("DELETE", RELATIONSHIP, relationships::delete),
        Route.read("GET", TWIN + "/relationships", relationships::list),
        Route.read("GET", TWIN + "/incomingrelationships", relationships::listIncoming),
        Route.read("GET", "eventroutes", eventRoutes::list),
        Route.read("GET", EVENT_ROUTE, eventRoutes::get),
        Route.write("PUT", EVENT_ROUTE, eventRoutes::put),
        Route.write("DELETE", EVENT_ROUTE, eventRoutes::delete),
        Route.read("GET", "jobs/imports", imports::list).sinceVersion(IMPORT_JOBS_VERSION),
        Route.read("GET", IMPORT_JOB, imports::get).sinceVersion(IMPORT_JOBS_VERSION),
        Route.write("PUT", IMPORT_JOB, imports::start).sinceVersion(IMPORT_JOBS_VERSION),
        Route.write("DELETE", IMPORT_JOB, imports::delete).sinceVersion(IMPORT_JOBS_VERSION),
        Route.write("POST", IMPORT_JOB + "/cancel", imports::cancel)
            .sinceVersion(IMPORT_JOBS_VERSION),
        Route.read("GET", "jobs/deletions", deletions::list).sinceVersion(DELETE_JOBS_VERSION),
        Route.write("POST", "jobs/deletions", deletions::start).sinceVersion(DELETE_JOBS_VERSION),
        Route.read("GET", "jobs/deletions/{id}", deletions::get).sinceVersion(DELETE_JOBS_VERSION));
  }
}
