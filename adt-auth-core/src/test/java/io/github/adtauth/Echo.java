package io.github.adtauth;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Responses of a server or gateway that quotes the request with all its secrets. */
enum Echo {
  ERROR(400),
  ERROR_NAME(400),
  HTML(401),
  TEXT(200),
  TOKEN_TYPE(200),
  LIFETIME(200),
  ACCESS_TOKEN(200),
  ID_TOKEN(200),
  ERROR_OF_TWINS(400),
  ERROR_OF_TWINS_IN_TEXT(412),
  CHALLENGE(401),
  REDIRECT(307),
  REDIRECT_TO_HOST(307),
  HEADERS(503),
  IDS(404),
  ENCODED(400),
  LINKS(200),
  LINKS_TO_HOST(200),
  CLAIMS(401),
  REASON(400),
  STATUS_LINE(0);

  private static final String NO_TOKEN = "granted-by-an-echo";
  private static final Pattern SECRET =
      Pattern.compile("(?:client_secret|assertion|refresh_token|code|device_code)=([^&]+)");

  private final int status;

  Echo(int status) {
    this.status = status;
  }

  /** Returns the response to a request. */
  MockResponse of(RecordedRequest request) {
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    String authorization = request.getHeaders().get("Authorization");
    String all = body + " " + URLDecoder.decode(body, StandardCharsets.UTF_8) + " " + authorization;
    Matcher found = SECRET.matcher(body);
    String secret =
        authorization != null
            ? authorization.substring("Bearer ".length())
            : found.find() ? URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) : "none";
    MockResponse.Builder response = new MockResponse.Builder().code(Math.max(200, status));
    return (switch (this) {
          case ERROR -> response.body(error("invalid_client", all, secret));
          case ERROR_NAME -> response.body(error(secret, secret, secret));
          case HTML -> response.setHeader("Content-Type", "text/html").body("<p>" + all + "</p>");
          case TEXT -> response.body(all);
          case TOKEN_TYPE -> response.body(token(secret, "3600", NO_TOKEN, "x"));
          case LIFETIME -> response.body(token("Bearer", secret, NO_TOKEN, "x"));
          case ACCESS_TOKEN -> response.body(token("Bearer", "3600", "x " + secret, "x"));
          case ID_TOKEN -> response.body(token("Bearer", "3600", NO_TOKEN, "x." + secret + "~.x"));
          case ERROR_OF_TWINS -> response.body(twinsError(secret, all));
          case ERROR_OF_TWINS_IN_TEXT -> response.body("\"" + all.replace("\"", "") + "\"");
          case CHALLENGE -> response.setHeader("WWW-Authenticate", challenge(secret));
          case REDIRECT -> response.setHeader("Location", "https://evil.example/?x=" + secret);
          case REDIRECT_TO_HOST ->
              response.setHeader("Location", "https://" + fullWidth(secret) + "/x");
          case HEADERS ->
              response
                  .setHeader("Retry-After", secret)
                  .setHeader("x-ms-request-id", secret)
                  .setHeader("client-request-id", secret)
                  .setHeader("x-ms-error-code", secret)
                  .setHeader("Content-Type", secret);
          case IDS ->
              response
                  .setHeader("mise-correlation-id", secret)
                  .setHeader("traceresponse", "00-" + secret.replace("-", "") + "-1-01")
                  .setHeader("request-id", secret)
                  .body(twinsError("TwinNotFound", "nothing"));
          case ENCODED -> response.body(twinsError("Encoded", encoded(secret)));
          case LINKS ->
              response
                  .setHeader("Operation-Location", "https://" + secret + "/x")
                  .body(links(secret));
          case LINKS_TO_HOST ->
              response
                  .setHeader("Operation-Location", "https://" + fullWidth(secret) + "/x")
                  .body(next(new JsonObject(), fullWidth(secret)).toString());
          case CLAIMS ->
              response.setHeader(
                  "WWW-Authenticate",
                  "Bearer error=\"insufficient_claims\", claims=\""
                      + base64("{\"access_token\":{\"x\":{\"value\":\"" + secret + "\"}}}")
                      + "\"");
          case REASON -> response.status("HTTP/1.1 400 " + secret);
          case STATUS_LINE -> response.status("NOTHTTP " + secret);
        })
        .build();
  }

  /** Quotes a secret in the encodings that servers use. */
  private static String encoded(String secret) {
    return String.join(
        " ",
        secret.toUpperCase(Locale.ROOT),
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        base64(secret),
        base64("Bearer " + secret),
        HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)),
        secret.substring(0, secret.length() * 3 / 4) + "...",
        secret.substring(0, 2) + "\u200b" + secret.substring(2));
  }

  /** Returns a page or job whose next link is at the given host. */
  private static String links(String secret) {
    JsonObject job = new JsonObject();
    job.addProperty("id", secret);
    job.addProperty("status", "failed");
    JsonObject error = new JsonObject();
    error.addProperty("code", secret);
    error.addProperty("message", "You sent " + secret);
    job.add("error", error);
    return next(job, secret).toString();
  }

  private static JsonObject next(JsonObject page, String host) {
    page.add("value", new JsonArray());
    for (String next : new String[] {"nextLink", "continuationToken", "@odata.nextLink"}) {
      page.addProperty(next, "https://" + host + "/x");
    }
    return page;
  }

  /** Writes a text in characters that a URL parser maps to those of the text (IDNA). */
  private static String fullWidth(String text) {
    StringBuilder wide = new StringBuilder();
    text.chars()
        .forEach(c -> wide.append(c > ' ' && c <= '~' ? (char) (c - '!' + '\uff01') : (char) c));
    return URLEncoder.encode(wide.toString(), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String secret) {
    String claims =
        Base64.getEncoder()
            .encodeToString(("{\"x\":\"" + secret + "\"}").getBytes(StandardCharsets.UTF_8));
    return "Bearer realm=\"" + secret + "\", error=\"" + secret + "\", claims=\"" + claims + "\"";
  }

  private static String error(String name, String description, String secret) {
    JsonObject error = new JsonObject();
    error.addProperty("error", name);
    error.addProperty("error_description", "AADSTS7000215: wrong: " + description);
    JsonArray codes = new JsonArray();
    codes.add(7000215);
    error.add("error_codes", codes);
    for (String field :
        new String[] {"suberror", "correlation_id", "trace_id", "timestamp", "error_uri"}) {
      error.addProperty(field, secret);
    }
    return error.toString();
  }

  private static String token(String type, String lifetime, String value, String idToken) {
    JsonObject token = new JsonObject();
    token.addProperty("token_type", type);
    token.addProperty("expires_in", lifetime);
    token.addProperty("access_token", value);
    token.addProperty("id_token", idToken);
    token.addProperty("client_info", idToken);
    return token.toString();
  }

  private static String twinsError(String secret, String all) {
    JsonObject error = new JsonObject();
    error.addProperty("code", secret);
    error.addProperty("message", "You sent: " + all);
    JsonObject response = new JsonObject();
    response.add("error", error);
    return response.toString();
  }
}
