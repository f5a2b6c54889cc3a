package io.github.adtauth.testkit.standalone;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.standalone.AdminApi.BadRequestException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** Scripted faults of hosts, as the admin API describes them. Thread-safe. */
final class FaultScripts {
  private static final String DEFAULT_HOST = "localhost";
  private static final Set<String> MEMBERS =
      Set.of("host", "method", "path", "status", "retryAfter", "times", "kind");
  private static final int MAX_TIMES = 1_000;

  private final LocalAzure azure;
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  FaultScripts(LocalAzure azure) {
    this.azure = azure;
  }

  /** Adds a fault. */
  @Nullable JsonObject add(JsonObject fault) {
    for (String member : fault.keySet()) {
      if (!MEMBERS.contains(member)) {
        throw new BadRequestException("Unknown member: " + member);
      }
    }
    String host = string(fault, "host", DEFAULT_HOST);
    String method = string(fault, "method", "");
    String path = string(fault, "path", "");
    MockResponse response = response(fault);
    int times = number(fault, "times", 1, MAX_TIMES);
    Predicate<LoggedRequest> matches =
        request ->
            !request.path().startsWith("/" + AdminApi.PATH)
                && (method.isEmpty() || request.method().equalsIgnoreCase(method))
                && request.path().startsWith(path);
    hosts.add(host);
    for (int i = 0; i < times; i++) {
      azure.script(host).nextWhen(matches, response);
    }
    return null;
  }

  /** Removes all faults. */
  @Nullable JsonObject clear() {
    hosts.forEach(host -> azure.script(host).clear());
    return null;
  }

  private static MockResponse response(JsonObject fault) {
    String kind = string(fault, "kind", "status");
    return switch (kind) {
      case "status" -> {
        MockResponse.Builder response =
            Faults.status(number(fault, "status", 503, 599)).newBuilder();
        if (fault.has("retryAfter")) {
          response.setHeader("Retry-After", number(fault, "retryAfter", 1, 86_400));
        }
        yield response.build();
      }
      case "disconnect" -> Faults.disconnect();
      case "stall" -> Faults.stall();
      case "truncated" -> Faults.truncated();
      case "malformedJson" -> Faults.malformedJson();
      default -> throw new BadRequestException("Unknown kind: " + kind);
    };
  }

  private static String string(JsonObject object, String member, String defaultValue) {
    JsonElement value = object.get(member);
    if (value == null) {
      return defaultValue;
    }
    if (!value.isJsonPrimitive()) {
      throw new BadRequestException("The member " + member + " must be a string.");
    }
    return value.getAsString();
  }

  private static int number(JsonObject object, String member, int defaultValue, int max) {
    JsonElement value = object.get(member);
    if (value == null) {
      return defaultValue;
    }
    if (!value.isJsonPrimitive()
        || !value.getAsString().matches("[1-9][0-9]{0,5}")
        || value.getAsInt() > max) {
      throw new BadRequestException("The member " + member + " must be from 1 to " + max + ".");
    }
    return value.getAsInt();
  }
}
