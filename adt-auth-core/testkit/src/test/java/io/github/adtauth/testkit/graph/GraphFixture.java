package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A local Azure and a plain HTTP client. */
public final class GraphFixture implements AutoCloseable {
  static final String TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";
  static final String READ_WRITE = "4589bd03-58cb-4e6c-b17f-b580e39652f8";
  public static final String TWINS_SCOPE = "https://digitaltwins.azure.net/.default";
  static final String REQUIRED =
      "[{\"resourceAppId\":\""
          + TWINS
          + "\",\"resourceAccess\":[{\"id\":\""
          + READ_WRITE
          + "\",\"type\":\"Scope\"}]}]";

  final MutableClock clock = MutableClock.startingNow();
  public final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  public final FakeEntra entra = azure.entra();
  public final FakeGraph graph = azure.graph();
  public String token = graph.tokenFor(entra.alice());

  @Override
  public void close() {
    azure.close();
  }

  Result get(String path) {
    return call("GET", path, null);
  }

  Result post(String path, String body) {
    return call("POST", path, body);
  }

  Result patch(String path, String body) {
    return call("PATCH", path, body);
  }

  Result delete(String path) {
    return call("DELETE", path, null);
  }

  /** Calls Graph with the current token. */
  Result call(String method, String path, @Nullable String body) {
    String url = path.startsWith("https://") ? path : "https://graph.microsoft.com/v1.0/" + path;
    return send(
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body == null ? null : RequestBody.create(body, MediaType.get("application/json")))
            .build());
  }

  /** Registers an application and returns it. */
  public JsonObject register(String properties) {
    return post("applications", properties).ok(201);
  }

  /** Registers an application with its service principal and returns it. */
  public JsonObject registerWithPrincipal(String properties) {
    JsonObject application = register(properties);
    principal(application.get("appId").getAsString());
    return application;
  }

  public JsonObject principal(String appId) {
    return post("servicePrincipals", "{\"appId\":\"" + appId + "\"}").ok(201);
  }

  /** Grants scopes of an API on behalf of all users. */
  Result grant(String appId, String resourceAppId, String scope) {
    JsonObject grant = new JsonObject();
    grant.addProperty("clientId", principalId(appId));
    grant.addProperty("consentType", "AllPrincipals");
    grant.addProperty("resourceId", principalId(resourceAppId));
    grant.addProperty("scope", scope);
    return post("oauth2PermissionGrants", grant.toString());
  }

  public String principalId(String appId) {
    return get("servicePrincipals(appId='" + appId + "')").ok(200).get("id").getAsString();
  }

  /** Adds a secret and returns its value. */
  public String secret(JsonObject application) {
    return post("applications/" + id(application) + "/addPassword", "{}")
        .ok(200)
        .get("secretText")
        .getAsString();
  }

  public static String id(JsonObject application) {
    return application.get("id").getAsString();
  }

  public static String appId(JsonObject application) {
    return application.get("appId").getAsString();
  }

  /** Posts alternating names and values to the token endpoint of the main tenant. */
  public Result token(String... form) {
    return login("token", form);
  }

  Result login(String endpoint, String... form) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < form.length; i += 2) {
      all.put(form[i], form[i + 1]);
    }
    FormBody.Builder body = new FormBody.Builder();
    all.forEach(body::add);
    return send(
        new Request.Builder()
            .url(
                "https://login.microsoftonline.com/"
                    + entra.tenantId()
                    + "/oauth2/v2.0/"
                    + endpoint)
            .post(body.build())
            .build());
  }

  public Result clientCredentials(JsonObject application, String secret) {
    return token(
        "grant_type",
        "client_credentials",
        "client_id",
        appId(application),
        "client_secret",
        secret,
        "scope",
        TWINS_SCOPE);
  }

  public Result send(Request request) {
    try (Response response = azure.httpClient().newCall(request).execute()) {
      return new Result(response.code(), response.headers(), response.body().string());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public record Result(int status, Headers headers, String body) {
    public JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }

    /** Returns the body, or throws if the status is another one. */
    public JsonObject ok(int expected) {
      if (status != expected) {
        throw new AssertionError(status + " " + body);
      }
      return json();
    }

    public int items() {
      return json().getAsJsonArray("value").size();
    }

    public JsonObject first() {
      return json().getAsJsonArray("value").get(0).getAsJsonObject();
    }

    /** Returns status and code, such as {@code 404 Request_ResourceNotFound}. */
    public String error() {
      return status + " " + json().getAsJsonObject("error").get("code").getAsString();
    }

    /** Returns error and code of Entra ID, such as {@code invalid_client 7000218}. */
    String aadsts() {
      return json().has("error_codes")
          ? json().get("error").getAsString()
              + " "
              + json().get("error_codes").getAsJsonArray().get(0)
          : status + " " + body;
    }
  }
}
