package io.github.adtauth.twins;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the call that corresponds to a recorded request. */
record Replay(DigitalTwinsClient twins, Recording recording) {
  /** Makes the call and returns its result, or null if there is nothing to compare. */
  @Nullable Object call() {
    List<String> path = recording.url().pathSegments();
    String shape = recording.method() + " " + shape(path);
    String id = path.size() > 1 ? path.get(1) : "";
    String inner = path.size() > 3 ? path.get(3) : "";
    return switch (shape) {
      case "GET digitaltwins/*" -> twins.getTwin(id, JsonObject.class);
      case "PUT digitaltwins/*" -> twins.putTwin(id, body(), options());
      case "PATCH digitaltwins/*" -> twins.patchTwin(id, patch(), options());
      case "DELETE digitaltwins/*" -> nothing(() -> twins.deleteTwin(id, options()));
      case "POST digitaltwins/*/telemetry" ->
          nothing(() -> twins.sendTelemetry(id, body(), options()));
      case "GET digitaltwins/*/components/*" -> twins.components(id).get(inner, JsonObject.class);
      case "PATCH digitaltwins/*/components/*" ->
          twins.components(id).patch(inner, patch(), options());
      case "POST digitaltwins/*/components/*/telemetry" ->
          nothing(() -> twins.components(id).sendTelemetry(inner, body(), options()));
      case "GET digitaltwins/*/relationships/*" -> twins.relationships(id).get(inner);
      case "PUT digitaltwins/*/relationships/*" ->
          twins.relationships(id).put(inner, relationship(), options());
      case "PATCH digitaltwins/*/relationships/*" ->
          twins.relationships(id).patch(inner, patch(), options());
      case "DELETE digitaltwins/*/relationships/*" ->
          nothing(() -> twins.relationships(id).delete(inner, options()));
      case "GET digitaltwins/*/relationships" -> page(relationships(id));
      case "GET digitaltwins/*/incomingrelationships" -> page(twins.relationships(id).incoming());
      case "POST query" -> page(twins.query(query(), JsonObject.class, options()));
      case "POST models" -> twins.models().add(recording.body() == null ? "{}" : recording.body());
      case "GET models" -> page(twins.models().list(filter(), options()));
      case "GET models/*" -> twins.models().get(id);
      case "PATCH models/*" -> nothing(() -> twins.models().decommission(id));
      case "DELETE models/*" -> nothing(() -> twins.models().delete(id));
      case "GET eventroutes", "GET EventRoutes" -> page(twins.eventRoutes().list(options()));
      case "GET eventroutes/*" -> twins.eventRoutes().get(id);
      case "PUT eventroutes/*" -> nothing(() -> twins.eventRoutes().put(route(id)));
      case "DELETE eventroutes/*" -> nothing(() -> twins.eventRoutes().delete(id));
      case "GET jobs/imports" -> page(twins.jobs().imports().list(options()));
      case "GET jobs/imports/*" -> twins.jobs().imports().get(path.get(2));
      case "PUT jobs/imports/*" ->
          twins.jobs().imports().start(path.get(2), text("inputBlobUri"), text("outputBlobUri"));
      case "POST jobs/imports/*/cancel" -> twins.jobs().imports().cancel(path.get(2));
      case "DELETE jobs/imports/*" -> nothing(() -> twins.jobs().imports().delete(path.get(2)));
      default -> throw new AssertionError("no operation for " + shape);
    };
  }

  /** Returns whether the request continues an earlier page of a list. */
  boolean isNextPage() {
    return recording.url().queryParameter("continuationToken") != null;
  }

  private Paged<Relationship> relationships(String id) {
    String name = recording.url().queryParameter("relationshipName");
    return name == null ? twins.relationships(id).list() : twins.relationships(id).list(name);
  }

  private static String shape(List<String> path) {
    int from = path.get(0).equals("jobs") ? 1 : 0;
    List<String> shape = new ArrayList<>(path);
    for (int i = from + 1; i < shape.size(); i += 2) {
      shape.set(i, "*");
    }
    return String.join("/", shape);
  }

  private <T> Page<T> page(Paged<T> paged) {
    Iterator<Page<T>> pages = paged.byPage().iterator();
    Page<T> first = pages.next();
    return isNextPage() ? pages.next() : first;
  }

  private static @Nullable Object nothing(Runnable call) {
    call.run();
    return null;
  }

  private JsonObject body() {
    return recording.body() == null
        ? new JsonObject()
        : JsonParser.parseString(recording.body()).getAsJsonObject();
  }

  private String text(String name) {
    return body().has(name) ? body().get(name).getAsString() : "";
  }

  private JsonPatch patch() {
    return recording.body() == null ? JsonPatch.create() : JsonPatch.parse(recording.body());
  }

  private Relationship relationship() {
    return Objects.requireNonNull(new Gson().fromJson(body(), Relationship.class));
  }

  private EventRoute route(String id) {
    return new EventRoute(id, text("endpointName"), text("filter"));
  }

  private TwinQuery query() {
    return body().has("continuationToken")
        ? TwinQuery.fromContinuationToken(text("continuationToken"))
        : TwinQuery.of(text("query"));
  }

  private ModelFilter filter() {
    ModelFilter filter =
        ModelFilter.ALL.dependenciesFor(
            recording.url().queryParameterValues("dependenciesFor").stream()
                .map(String::valueOf)
                .toList());
    return "true".equals(recording.url().queryParameter("includeModelDefinition"))
        ? filter.withDefinition()
        : filter;
  }

  private CallOption[] options() {
    List<CallOption> options = new ArrayList<>();
    if (header("if-match") != null) {
      options.add(CallOption.ifMatch(String.valueOf(header("if-match"))));
    }
    if (header("if-none-match") != null) {
      options.add(CallOption.ifAbsent());
    }
    if (header("max-items-per-page") != null) {
      options.add(
          CallOption.pageSize(Integer.parseInt(String.valueOf(header("max-items-per-page")))));
    }
    if (header("message-id") != null) {
      options.add(CallOption.messageId(String.valueOf(header("message-id"))));
    }
    return options.toArray(new CallOption[0]);
  }

  @Nullable String header(String name) {
    return recording.headers() == null ? null : recording.headers().get(name);
  }
}
