package io.github.adtauth.signin;

import io.github.adtauth.internal.text.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Prefills the sign-in page of the browser. Ignored by the device code flow, which has no such
 * parameters. Immutable and thread-safe.
 *
 * @param login the user name to prefill ({@code login_hint}, OpenID Connect Core 3.1.2.1), or null
 * @param domain the domain whose sign-in page to open directly ({@code domain_hint} of Entra ID),
 *     or null
 */
public record SignInHint(@Nullable String login, @Nullable String domain) {
  /** Returns a hint with a user name. */
  public static SignInHint login(String userName) {
    return new SignInHint(userName, null);
  }

  /** Returns a hint with a domain. */
  public static SignInHint domain(String name) {
    return new SignInHint(null, name);
  }

  /** Returns a string that omits the user name, which is personal data. */
  @Override
  public String toString() {
    return "SignInHint["
        + (login == null ? "" : "login …")
        + (login == null || domain == null ? "" : ", ")
        + (domain == null ? "" : "domain " + Redactor.sanitizeId(domain, 255))
        + "]";
  }
}
