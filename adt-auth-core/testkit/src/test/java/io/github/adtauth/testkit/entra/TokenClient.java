package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A plain HTTP client for the tests of the test kit. */
public record TokenClient(LocalAzure azure) {
  static final String TWINS = "https://digitaltwins.azure.net/.default";

  /** Posts alternating names and values to the token endpoint of the main tenant. */
  Result token(String... form) {
    return post("/" + azure.entra().tenantId() + "/oauth2/v2.0/token", form);
  }

  Result onBehalfOf(String assertion, String... more) {
    return token(
        with(
            more,
            "grant_type",
            TokenEndpoint.JWT_BEARER,
            "requested_token_use",
            "on_behalf_of",
            "client_id",
            azure.entra().webApi().clientId(),
            "client_secret",
            azure.entra().webApi().secret(),
            "assertion",
            assertion,
            "scope",
            "openid profile offline_access " + TWINS));
  }

  Result daemon(String... more) {
    return token(
        with(
            more,
            "grant_type",
            "client_credentials",
            "client_id",
            azure.entra().daemon().clientId(),
            "client_secret",
            azure.entra().daemon().secret(),
            "scope",
            TWINS));
  }

  static JsonObject claims(String jwt) {
    return Objects.requireNonNull(Jwts.claims(jwt), jwt);
  }

  public Result post(String path, String... form) {
    return send(request(path, form).build());
  }

  /** Returns the request of {@link #post}, to which tests can add headers. */
  static Request.Builder request(String path, String... form) {
    FormBody.Builder body = new FormBody.Builder();
    for (int i = 0; i < form.length; i += 2) {
      body.add(form[i], form[i + 1]);
    }
    return new Request.Builder().url("https://login.microsoftonline.com" + path).post(body.build());
  }

  public Result get(String url) {
    return send(new Request.Builder().url(url).build());
  }

  public Result send(Request request) {
    return send(azure.httpClient(), request);
  }

  static Result send(OkHttpClient client, Request request) {
    try (Response response = client.newCall(request).execute()) {
      String body = response.body().string();
      JsonObject json = Json.parse(body);
      JsonObject read = json == null ? new JsonObject() : json;
      return new Result(response.code(), response.headers(), body, read);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Merges form parameters. Pairs in {@code more} replace those with the same name, and an empty
   * value removes them.
   */
  static String[] with(String[] more, String... form) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String[] pairs : new String[][] {form, more}) {
      for (int i = 0; i < pairs.length; i += 2) {
        all.put(pairs[i], pairs[i + 1]);
      }
    }
    all.values().removeIf(String::isEmpty);
    return all.entrySet().stream()
        .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
        .toArray(String[]::new);
  }

  public record Result(int status, Headers headers, String body, JsonObject json) {
    String header(String name) {
      return String.valueOf(headers.get(name));
    }

    public String text(String name) {
      return json.has(name) ? json.get(name).getAsString() : "";
    }

    JsonObject accessToken() {
      return claims(text("access_token"));
    }

    int code() {
      return json.getAsJsonArray("error_codes").get(0).getAsInt();
    }

    /** Returns status, error and code, such as {@code 400 invalid_grant 50013}. */
    String error() {
      return status + " " + text("error") + " " + code();
    }
  }
}
