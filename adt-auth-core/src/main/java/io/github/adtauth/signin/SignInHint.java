package io.github.adtauth.signin;

import io.github.adtauth.internal.text.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * What is known of who will sign in, so that the page asks less: for the browser; with a device
 * code the user's own page does the asking. Immutable and thread-safe.
 *
 * @param login the user name that the page fills in ({@code login_hint}, OpenID Connect Core
 *     3.1.2.1), or null
 * @param domain the domain whose sign-in page is gone to at once ({@code domain_hint} of Entra), or
 *     null
 */
public record SignInHint(@Nullable String login, @Nullable String domain) {
  /** Returns a hint at a user name. */
  public static SignInHint login(String userName) {
    return new SignInHint(userName, null);
  }

  /** Returns a hint at a domain. */
  public static SignInHint domain(String name) {
    return new SignInHint(null, name);
  }

  /** Returns a text without the user name, which is personal data. */
  @Override
  public String toString() {
    return "SignInHint["
        + (login == null ? "" : "login …")
        + (login == null || domain == null ? "" : ", ")
        + (domain == null ? "" : "domain " + Redactor.sanitizeId(domain, 255))
        + "]";
  }
}
