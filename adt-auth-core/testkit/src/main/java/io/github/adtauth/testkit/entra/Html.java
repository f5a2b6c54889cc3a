package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.internal.HtmlText;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;

/** Renders the HTML pages of Entra ID, with labels, escaping and keyboard support. */
final class Html {
  private static final String STYLE =
      """
      body { margin: 0; background: #f2f2f2; color: #1b1b1b; font: 16px/1.5 sans-serif }
      main { box-sizing: border-box; max-width: 27rem; margin: 10vh auto; padding: 2rem;
        background: #fff; box-shadow: 0 2px 6px #0003; overflow-wrap: anywhere }
      h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25 }
      h2 { margin: 1.5rem 0 .5rem; font-size: 1rem }
      label { display: block }
      input { box-sizing: border-box; width: 100%; min-height: 44px; padding: .5rem;
        border: 1px solid #666; font: inherit }
      button { min-width: 7rem; min-height: 44px; padding: .5rem 1rem; border: 1px solid #0067b8;
        background: #0067b8; color: #fff; font: inherit; cursor: pointer }
      button.quiet { border-color: #767676; background: #fff; color: inherit }
      button.wide { width: 100%; text-align: left }
      button:focus-visible, input:focus-visible { outline: 3px solid #0067b8; outline-offset: 2px }
      .error { color: #a4262c }
      @media (max-width: 30rem) { body { background: #fff }
        main { margin: 0; padding: 1.25rem; box-shadow: none } }
      """;

  private Html() {}

  static MockResponse page(int status, String title, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "text/html; charset=utf-8")
        .setHeader("Cache-Control", "no-store, no-cache")
        .setHeader("X-Frame-Options", "DENY")
        .body(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<link rel=\"icon\" href=\"data:,\"><title>"
                + HtmlText.escape(title)
                + "</title><style>"
                + STYLE
                + "</style></head><body><main><h1>"
                + HtmlText.escape(title)
                + "</h1>"
                + body
                + "</main></body></html>")
        .build();
  }

  static MockResponse error(EntraErrorException error) {
    return page(error.status(), "Sorry, we could not sign you in", text(error.getMessage()));
  }

  static String text(String text) {
    return "<p>" + HtmlText.escape(text) + "</p>";
  }

  static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\""
        + HtmlText.escape(name)
        + "\" value=\""
        + HtmlText.escape(value)
        + "\">";
  }

  /** Renders a form with a button per user and one to decline. {@code fields} are submitted too. */
  static String userForm(String action, String fields, List<FakeUser> users) {
    StringBuilder form = new StringBuilder("<form method=\"post\" action=\"");
    form.append(HtmlText.escape(action)).append("\">").append(fields);
    for (FakeUser user : users) {
      form.append("<p><button type=\"submit\" name=\"user\" value=\"")
          .append(HtmlText.escape(user.oid()))
          .append("\">Sign in as ")
          .append(HtmlText.escape(user.name() + " (" + user.upn() + ")"))
          .append("</button></p>");
    }
    return form.append("<p><button type=\"submit\" name=\"decline\" value=\"1\">Decline")
        .append("</button></p></form>")
        .toString();
  }

  /**
   * Renders a form that posts itself to the redirect URI. The button is for browsers without
   * scripts.
   */
  static MockResponse formPost(String redirectUri, Map<String, String> parameters) {
    StringBuilder form = new StringBuilder("<form method=\"post\" action=\"");
    form.append(HtmlText.escape(redirectUri)).append("\">");
    parameters.forEach((name, value) -> form.append(hidden(name, value)));
    form.append("<p><button type=\"submit\">Continue</button></p></form>")
        .append("<script>document.forms[0].submit();</script>");
    return page(200, "Working...", form.toString());
  }
}
