package io.github.adtauth.internal.registration;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Finds the application of a spec: by its Client ID, by its display name, or by the unique name of
 * an application that lists do not show yet. Thread-safe.
 */
record ApplicationFinder(GraphApi graph) {
  private static final int MAX_LISTED_IDS = 10;
  private static final int MAX_UNIQUE_NAMES = 100;

  /** An application, or the unique name that is free for it. */
  record Candidate(@Nullable JsonObject application, String uniqueName) {}

  /** Returns the application of a spec with its certificates, or a free unique name. */
  Candidate find(AppSpec spec) {
    Candidate candidate = candidate(spec);
    return new Candidate(withKeys(spec, candidate.application()), candidate.uniqueName());
  }

  private Candidate candidate(AppSpec spec) {
    if (spec.clientId().isPresent()) {
      return new Candidate(byAppId("application", "applications", spec.clientId().get()), "");
    }
    List<JsonObject> named =
        graph.list(
            "look for the application",
            graph
                .at("applications")
                .addQueryParameter("$filter", "displayName eq '" + quoted(spec.displayName()) + "'")
                .build());
    named.forEach(application -> requireIds("look for the application", application));
    if (named.size() > 1) {
      List<String> ids =
          named.stream()
              .limit(MAX_LISTED_IDS)
              .map(application -> GraphJson.string(application, "appId"))
              .toList();
      throw new RegistrationException(
          ErrorDetails.of(
                  "There are "
                      + named.size()
                      + " applications named '"
                      + spec.displayName()
                      + "': "
                      + String.join(", ", ids)
                      + ".")
              .fix(
                  new Fix(
                      RegistrationStep.IDS,
                      "Set the Client ID of the right one with clientId(…).")));
    }
    return named.isEmpty() ? byUniqueName(spec.displayName()) : new Candidate(named.get(0), "");
  }

  /**
   * Adds the public keys of the certificates, which Graph returns only on request. The thumbprint
   * of an entry does not identify a certificate, because the user who adds an entry chooses it.
   */
  private @Nullable JsonObject withKeys(AppSpec spec, @Nullable JsonObject application) {
    AppCredential credential = spec.credential().orElse(null);
    boolean isCertificate =
        credential instanceof AppCredential.ExistingCertificate
            || credential instanceof AppCredential.NewCertificate;
    if (application == null
        || !isCertificate
        || JsonMembers.array(application, "keyCredentials").isEmpty()) {
      return application;
    }
    JsonObject read =
        graph.find(
            "read the certificates",
            graph
                .at("applications", GraphJson.string(application, "id"))
                .addQueryParameter("$select", "keyCredentials")
                .build());
    if (read != null) {
      application.add("keyCredentials", merge(application, read));
    }
    return application;
  }

  /** Returns the entries of both reads, because either may come from a lagging replica. */
  private JsonArray merge(JsonObject listed, JsonObject withKeys) {
    Map<String, JsonObject> entries = new LinkedHashMap<>();
    for (JsonObject read : List.of(listed, withKeys)) {
      for (JsonObject entry : JsonMembers.objects(read, "keyCredentials")) {
        String keyId = GraphJson.string(entry, "keyId");
        if (keyId.isEmpty()) {
          throw graph.unexpected("read the certificates", "a certificate has no key ID.");
        }
        entries.put(keyId, entry);
      }
    }
    JsonArray merged = new JsonArray();
    entries.values().forEach(merged::add);
    return merged;
  }

  /**
   * Looks for an application that lists do not yet show. An application keeps its unique name when
   * it is renamed, so that the next unique name is free for a new one.
   */
  private Candidate byUniqueName(String displayName) {
    String reading = "look for the application";
    for (int i = 1; i <= MAX_UNIQUE_NAMES; i++) {
      String uniqueName = uniqueName(displayName, i);
      JsonObject application = graph.find(reading, byUniqueNameUrl(uniqueName));
      if (application == null) {
        return new Candidate(null, uniqueName);
      }
      requireIds(reading, application);
      String actualName = GraphJson.string(application, "uniqueName");
      if (!actualName.isEmpty() && !actualName.equals(uniqueName)) {
        throw graph.unexpected(reading, "the response describes a different application.");
      }
      if (GraphJson.string(application, "displayName").equalsIgnoreCase(displayName)) {
        return new Candidate(application, uniqueName);
      }
    }
    throw new RegistrationException(
        ErrorDetails.of(
                "All "
                    + MAX_UNIQUE_NAMES
                    + " unique names for an application named '"
                    + displayName
                    + "' are taken by other applications.")
            .fix(
                new Fix(
                    RegistrationStep.IDS,
                    "Choose another display name, or name the application by its Client ID, with"
                        + " clientId(…).")));
  }

  private static String uniqueName(String displayName, int number) {
    byte[] name = Ascii.toLowerCase(displayName).getBytes(StandardCharsets.UTF_8);
    return "adt-auth-" + UUID.nameUUIDFromBytes(name) + (number == 1 ? "" : "-" + number);
  }

  /** Returns the address of an application by its unique name. */
  HttpUrl byUniqueNameUrl(String uniqueName) {
    return graph.at("applications(uniqueName='" + uniqueName + "')").build();
  }

  /** Returns an application or service principal by its Client ID, or null. */
  @Nullable JsonObject byAppId(String type, String set, String appId) {
    String reading = "read the " + type;
    JsonObject object =
        graph.find(reading, graph.at(set + "(appId='" + quoted(appId) + "')").build());
    if (object != null) {
      requireIds(reading, object);
      if (!GraphJson.string(object, "appId").equalsIgnoreCase(appId)) {
        throw graph.unexpected(reading, "the response describes a different application.");
      }
    }
    return object;
  }

  /** Checks the ids of an object, because they are used in URLs, filters and files. */
  private void requireIds(String action, JsonObject object) {
    if (!Guid.isGuid(GraphJson.string(object, "id"))
        || !Guid.isGuid(GraphJson.string(object, "appId"))) {
      throw graph.unexpected(action, "the response has no valid ids.");
    }
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
