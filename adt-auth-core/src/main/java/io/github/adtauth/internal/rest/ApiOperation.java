package io.github.adtauth.internal.rest;

import io.github.adtauth.http.OperationName;
import java.util.List;

/** The operations of the REST API (api-version 2023-10-31), named as in its reference. */
public enum ApiOperation {
  DIGITAL_TWINS_GET_BY_ID("DigitalTwins_GetById", "GET", "/digitaltwins/{id}"),
  DIGITAL_TWINS_ADD("DigitalTwins_Add", "PUT", "/digitaltwins/{id}"),
  DIGITAL_TWINS_UPDATE("DigitalTwins_Update", "PATCH", "/digitaltwins/{id}"),
  DIGITAL_TWINS_DELETE("DigitalTwins_Delete", "DELETE", "/digitaltwins/{id}"),
  DIGITAL_TWINS_SEND_TELEMETRY(
      "DigitalTwins_SendTelemetry", "POST", "/digitaltwins/{id}/telemetry"),
  DIGITAL_TWINS_GET_COMPONENT(
      "DigitalTwins_GetComponent", "GET", "/digitaltwins/{id}/components/{componentPath}"),
  DIGITAL_TWINS_UPDATE_COMPONENT(
      "DigitalTwins_UpdateComponent", "PATCH", "/digitaltwins/{id}/components/{componentPath}"),
  DIGITAL_TWINS_SEND_COMPONENT_TELEMETRY(
      "DigitalTwins_SendComponentTelemetry",
      "POST",
      "/digitaltwins/{id}/components/{componentPath}/telemetry"),
  DIGITAL_TWINS_GET_RELATIONSHIP_BY_ID(
      "DigitalTwins_GetRelationshipById",
      "GET",
      "/digitaltwins/{id}/relationships/{relationshipId}"),
  DIGITAL_TWINS_ADD_RELATIONSHIP(
      "DigitalTwins_AddRelationship", "PUT", "/digitaltwins/{id}/relationships/{relationshipId}"),
  DIGITAL_TWINS_UPDATE_RELATIONSHIP(
      "DigitalTwins_UpdateRelationship",
      "PATCH",
      "/digitaltwins/{id}/relationships/{relationshipId}"),
  DIGITAL_TWINS_DELETE_RELATIONSHIP(
      "DigitalTwins_DeleteRelationship",
      "DELETE",
      "/digitaltwins/{id}/relationships/{relationshipId}"),
  DIGITAL_TWINS_LIST_RELATIONSHIPS(
      "DigitalTwins_ListRelationships", "GET", "/digitaltwins/{id}/relationships"),
  DIGITAL_TWINS_LIST_INCOMING_RELATIONSHIPS(
      "DigitalTwins_ListIncomingRelationships", "GET", "/digitaltwins/{id}/incomingrelationships"),
  QUERY_QUERY_TWINS("Query_QueryTwins", "POST", "/query"),
  DIGITAL_TWIN_MODELS_ADD("DigitalTwinModels_Add", "POST", "/models"),
  DIGITAL_TWIN_MODELS_LIST("DigitalTwinModels_List", "GET", "/models"),
  DIGITAL_TWIN_MODELS_GET_BY_ID("DigitalTwinModels_GetById", "GET", "/models/{id}"),
  DIGITAL_TWIN_MODELS_UPDATE("DigitalTwinModels_Update", "PATCH", "/models/{id}"),
  DIGITAL_TWIN_MODELS_DELETE("DigitalTwinModels_Delete", "DELETE", "/models/{id}"),
  EVENT_ROUTES_LIST("EventRoutes_List", "GET", "/eventroutes"),
  EVENT_ROUTES_GET_BY_ID("EventRoutes_GetById", "GET", "/eventroutes/{id}"),
  EVENT_ROUTES_ADD("EventRoutes_Add", "PUT", "/eventroutes/{id}"),
  EVENT_ROUTES_DELETE("EventRoutes_Delete", "DELETE", "/eventroutes/{id}"),
  IMPORT_JOBS_LIST("ImportJobs_List", "GET", "/jobs/imports"),
  IMPORT_JOBS_ADD("ImportJobs_Add", "PUT", "/jobs/imports/{id}"),
  IMPORT_JOBS_GET_BY_ID("ImportJobs_GetById", "GET", "/jobs/imports/{id}"),
  IMPORT_JOBS_CANCEL("ImportJobs_Cancel", "POST", "/jobs/imports/{id}/cancel"),
  IMPORT_JOBS_DELETE("ImportJobs_Delete", "DELETE", "/jobs/imports/{id}"),
  DELETE_JOBS_ADD("DeleteJobs_Add", "POST", "/jobs/deletions"),
  DELETE_JOBS_LIST("DeleteJobs_List", "GET", "/jobs/deletions"),
  DELETE_JOBS_GET_BY_ID("DeleteJobs_GetById", "GET", "/jobs/deletions/{id}");

  private final OperationName name;
  private final String method;
  private final List<String> segments;

  ApiOperation(String operationName, String method, String route) {
    this.name = new OperationName(operationName, route);
    this.method = method;
    this.segments = List.of(route.substring(1).split("/", -1));
  }

  /** Returns the name and the route for metrics and tracing. */
  OperationName tag() {
    return name;
  }

  /** Returns the name in the REST reference, such as {@code DigitalTwins_GetById}. */
  public String operationName() {
    return name.name();
  }

  /** Returns the HTTP method. */
  public String method() {
    return method;
  }

  /** Returns the route template, such as {@code /digitaltwins/{id}}. */
  public String route() {
    return name.route();
  }

  /** Returns the segments of the route template. */
  List<String> segments() {
    return segments;
  }
}
