package io.github.adtauth.testkit.entra;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.UUID;
import mockwebserver3.MockResponse;

/**
 * The error page of Entra ID. It has status 200 and contains the error in the settings of its
 * script, with escaped quotes and angle brackets.
 */
final class ErrorPage {
  private ErrorPage() {}

  static MockResponse forError(EntraErrorException error, Instant now) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    JsonObject config = new JsonObject();
    config.addProperty("iErrorDesc", 0);
    config.addProperty("iErrorTitle", 0);
    config.addProperty("strMainMessage", "We couldn't sign you in. Please try again.");
    config.addProperty("strAdditionalMessage", "");
    config.addProperty("strServiceExceptionMessage", error.getMessage());
    config.addProperty("strTraceId", trace);
    config.addProperty("iErrorCode", error.code());
    config.addProperty("iViewId", 1);
    config.addProperty("urlCancel", "");
    config.addProperty(
        "urlLearnMore", "https://login.microsoftonline.com/error?code=" + error.code());
    config.addProperty("correlationId", correlation);
    config.addProperty("sessionId", UUID.randomUUID().toString());
    config.addProperty("timestamp", now.toString());
    config.addProperty("hpgid", 15);
    config.addProperty("pgid", "ConvergedError");
    return new MockResponse.Builder()
        .code(200)
        .setHeader("Content-Type", "text/html; charset=utf-8")
        .setHeader("Cache-Control", "no-store, no-cache")
        .setHeader("x-ms-request-id", trace)
        .body(
            "<!DOCTYPE html>\r\n<html dir=\"ltr\" class=\"\" lang=\"en\">\r\n<head>\r\n"
                + "<title>Sign in to your account</title>\r\n<script type=\"text/javascript\">"
                + "//<![CDATA[\r\n$Config="
                + new Gson().toJson(config)
                + ";\r\n//]]></script>\r\n</head>\r\n"
                + "<body class=\"cb\" data-bind=\"defineGlobals: ServerData\"></body>\r\n</html>")
        .build();
  }
}
