package io.github.adtauth.signin;

import java.nio.charset.StandardCharsets;

/**
 * The constant answers of the loopback listener. Nothing of a request is ever in them, so that no
 * page can be made to speak for somebody else.
 */
enum LoopbackPage {
  SUCCESS("200 OK", "You are signed in", "You can close this page and return to the application."),
  FAILURE(
      "200 OK",
      "The sign-in did not succeed",
      "You can close this page; the application tells the reason."),
  BAD_REQUEST("400 Bad Request", "Bad request", "Nothing to see here."),
  NOT_FOUND("404 Not Found", "Not found", "Nothing to see here.");

  private final byte[] bytes;

  LoopbackPage(String status, String title, String text) {
    String html =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
            + title
            + "</title><style>body{font:1.1em sans-serif;margin:4em auto;max-width:32em}</style>"
            + "</head><body><h1>"
            + title
            + "</h1><p>"
            + text
            + "</p></body></html>";
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 " + status,
            "Content-Type: text/html; charset=utf-8",
            "Content-Length: " + html.getBytes(StandardCharsets.UTF_8).length,
            "Cache-Control: no-store",
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
            "Connection: close",
            "",
            "");
    this.bytes = (head + html).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the whole response, head and body. */
  byte[] response() {
    return bytes.clone();
  }
}
