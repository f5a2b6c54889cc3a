package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.internal.HtmlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** Renders the pages of a sign-in. Each page posts to its own URL and has a cancel button. */
final class SignInPages {
  private static final String CANCEL =
      "<button type=\"submit\" class=\"quiet\" formnovalidate name=\"decline\" value=\"";
  private static final Map<String, String> OIDC =
      Map.of(
          "openid", "Sign you in",
          "profile", "View your basic profile",
          "email", "View your email address",
          "offline_access", "Maintain access to data you have given it access to");

  private SignInPages() {}

  /** Renders the page on which the user enters or chooses an account. */
  static MockResponse signIn(
      AuthorizationRequest request, String name, @Nullable String error, List<FakeUser> users) {
    StringBuilder body = new StringBuilder();
    body.append(Html.text("to continue to " + request.client().displayName()));
    if (error != null) {
      body.append("<p class=\"error\" role=\"alert\">")
          .append(HtmlText.escape(error))
          .append("</p>");
    }
    body.append(form(request))
        .append("<p><label for=\"username\">User name</label>")
        .append("<input id=\"username\" name=\"username\" type=\"text\" required autofocus")
        .append(" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" value=\"")
        .append(HtmlText.escape(name))
        .append("\"></p><p><button type=\"submit\">Next</button>")
        .append(cancel("1"))
        .append("</p></form><h2>Or choose an account</h2>")
        .append(form(request));
    users.forEach(user -> body.append(button(user)));
    return Html.page(200, "Sign in", body.append("</form>").toString());
  }

  private static String button(FakeUser user) {
    return "<p><button type=\"submit\" class=\"quiet wide\" name=\"user\" value=\""
        + HtmlText.escape(user.oid())
        + "\">"
        + HtmlText.escape(user.name())
        + "<br><small>"
        + HtmlText.escape(user.upn())
        + "</small></button></p>";
  }

  /** Renders the page on which the user gives a second factor. */
  static MockResponse secondFactor(AuthorizationRequest request, Sessions.Session session) {
    String body =
        Html.text(session.user().upn())
            + Html.text(
                "Approve the sign-in request on your phone. In this fake, press the button instead.")
            + form(request)
            + Html.hidden("session", session.id())
            + "<p><button type=\"submit\" autofocus name=\"mfa\" value=\"1\">Approve</button>"
            + cancel("mfa")
            + "</p></form>";
    return Html.page(200, "Verify your identity", body);
  }

  /** Renders the page on which the user consents to permissions. */
  static MockResponse consent(
      AuthorizationRequest request,
      Sessions.Session session,
      Scopes scopes,
      List<Permission> permissions) {
    Map<String, StringBuilder> lists = new LinkedHashMap<>();
    StringBuilder clientList = new StringBuilder();
    lists.put(request.client().displayName(), clientList);
    for (Permission item : permissions) {
      lists
          .computeIfAbsent(item.client().displayName(), name -> new StringBuilder())
          .append(item(item.scope() + " of " + item.resource().displayName()));
    }
    scopes.oidc().stream()
        .sorted()
        .forEach(name -> clientList.append(item(OIDC.getOrDefault(name, name))));
    StringBuilder body = new StringBuilder(Html.text(session.user().upn()));
    lists.forEach(
        (name, list) ->
            body.append("<h2>")
                .append(HtmlText.escape(name))
                .append(" would like to</h2><ul>")
                .append(list)
                .append("</ul>"));
    body.append(Html.text("Accept only if you trust the application."))
        .append(form(request))
        .append(Html.hidden("session", session.id()))
        .append("<p><button type=\"submit\" name=\"accept\" value=\"1\">Accept</button>")
        .append(cancel("1"))
        .append("</p></form>");
    return Html.page(200, "Permissions requested", body.toString());
  }

  private static String item(String text) {
    return "<li>" + HtmlText.escape(text) + "</li>";
  }

  private static String form(AuthorizationRequest request) {
    return "<form method=\"post\" action=\"" + HtmlText.escape(request.action()) + "\">";
  }

  private static String cancel(String value) {
    return " " + CANCEL + value + "\">Cancel</button>";
  }
}
