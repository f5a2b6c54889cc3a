package io.github.adtauth.testkit;

import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;

/** The few pages Entra shows: labelled, escaped and usable by keyboard. */
final class Html {
  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String unescape(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  static MockResponse page(int status, String title, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "text/html; charset=utf-8")
        .setHeader("Cache-Control", "no-store, no-cache")
        .body(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
                + escape(title)
                + "</title></head><body><main><h1>"
                + escape(title)
                + "</h1>"
                + body
                + "</main></body></html>")
        .build();
  }

  static MockResponse error(AadError error) {
    return page(error.status(), "Sorry, we could not sign you in", text(error.getMessage()));
  }

  static String text(String text) {
    return "<p>" + escape(text) + "</p>";
  }

  static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"" + escape(name) + "\" value=\"" + escape(value) + "\">";
  }

  /** One button per user and one to decline; whatever stands in {@code fields} goes with them. */
  static String userForm(String action, String fields, List<FakeUser> users) {
    StringBuilder form = new StringBuilder("<form method=\"post\" action=\"");
    form.append(escape(action)).append("\">").append(fields);
    for (FakeUser user : users) {
      form.append("<p><button type=\"submit\" name=\"user\" value=\"")
          .append(escape(user.oid()))
          .append("\">Sign in as ")
          .append(escape(user.name() + " (" + user.upn() + ")"))
          .append("</button></p>");
    }
    return form.append("<p><button type=\"submit\" name=\"decline\" value=\"1\">Decline")
        .append("</button></p></form>")
        .toString();
  }

  /** Posts itself to the redirect URI; the button serves where scripts are off. */
  static MockResponse formPost(String redirectUri, Map<String, String> parameters) {
    StringBuilder form = new StringBuilder("<form method=\"post\" action=\"");
    form.append(escape(redirectUri)).append("\">");
    parameters.forEach((name, value) -> form.append(hidden(name, value)));
    form.append("<p><button type=\"submit\">Continue</button></p></form>")
        .append("<script>document.forms[0].submit();</script>");
    return page(200, "Working...", form.toString());
  }
}
