package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.RequestBodies;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A request to an operation, with its caller and path parameters. */
record Call(RecordedRequest request, Caller caller, Map<String, String> path) {

  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The route has no parameter " + name);
    }
    return value;
  }

  @Nullable String query(String name) {
    return request.getUrl().queryParameter(name);
  }

  JsonObject object() {
    return RequestBodies.readObject(request);
  }
}
