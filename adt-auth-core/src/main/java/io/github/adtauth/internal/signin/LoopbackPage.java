package io.github.adtauth.internal.signin;

import io.github.adtauth.signin.Account;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A response of the loopback listener. It never contains parts of a request, so that requests
 * cannot inject content. Immutable.
 */
final class LoopbackPage {
  /** The sign-in failed. Only the application reports the reason. */
  static final LoopbackPage FAILURE =
      page(
          "200 OK",
          "The sign-in did not succeed",
          "You can close this page. The application shows the reason.");

  /** The start URL was used before, or by another user. */
  static final LoopbackPage STOPPED =
      page(
          "403 Forbidden",
          "The sign-in was stopped",
          "The link to this page was already opened, or another user of this computer used it."
              + " Start the sign-in again in the application.");

  static final LoopbackPage BAD_REQUEST =
      page("400 Bad Request", "Bad request", "Nothing to see here.");

  static final LoopbackPage NOT_FOUND = page("404 Not Found", "Not found", "Nothing to see here.");

  private final byte[] bytes;

  private LoopbackPage(String head, String html) {
    this.bytes = (head + html).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the page for a user who signed in, which displays the account. */
  static LoopbackPage signedIn(Account account) {
    return page(
        "200 OK",
        "You are signed in",
        "You are signed in as "
            + escape(AccountLabel.of(account))
            + ". If this is not your account, do not use the application. Otherwise you can close"
            + " this page and return to the application.");
  }

  /** Returns a redirect without a referrer. */
  static LoopbackPage redirect(URI location) {
    return new LoopbackPage(
        head("302 Found", "Location: " + location.toASCIIString() + "\r\nContent-Length: 0"), "");
  }

  /** Returns the whole response, head and body. */
  byte[] response() {
    return bytes.clone();
  }

  private static LoopbackPage page(String status, String title, String text) {
    String html =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
            + title
            + "</title><style>body{font:1.1em sans-serif;margin:4em auto;max-width:32em}</style>"
            + "</head><body><h1>"
            + title
            + "</h1><p>"
            + text
            + "</p></body></html>";
    int length = html.getBytes(StandardCharsets.UTF_8).length;
    return new LoopbackPage(
        head(status, "Content-Type: text/html; charset=utf-8\r\nContent-Length: " + length), html);
  }

  private static String head(String status, String headers) {
    return String.join(
        "\r\n",
        "HTTP/1.1 " + status,
        headers,
        "Cache-Control: no-store",
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Connection: close",
        "",
        "");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
