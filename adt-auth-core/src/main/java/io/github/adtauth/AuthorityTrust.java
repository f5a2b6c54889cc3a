package io.github.adtauth;

import io.github.adtauth.internal.text.Redactor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether credentials may be sent to an authority: to a known one, or to one that code or
 * the process environment names. Whoever can write a settings file could otherwise name a host of
 * his own there and receive the application's secret.
 */
final class AuthorityTrust {
  private AuthorityTrust() {}

  /**
   * Returns why no credential may be sent to the authority, or null if it may.
   *
   * @param source which file names it
   * @param named the authority hosts that code or an environment named, in any form
   */
  static @Nullable String fault(URI authority, String source, List<String> named) {
    if (KnownAuthorities.contains(authority)) {
      return null;
    }
    List<String> all = new ArrayList<>(named);
    String variable = System.getenv(Setting.AUTHORITY_HOST.variable);
    if (variable != null) {
      all.add(variable);
    }
    for (String value : all) {
      if (isSame(authority, value)) {
        return null;
      }
    }
    return Setting.AUTHORITY_HOST.unfit(
        " '" + Redactor.redactSetting(authority.toString()) + "'",
        source,
        "it is not a known authority of Microsoft Entra ID, so no credential is sent to it."
            + " If it is right, name it in code (DigitalTwinsConfig.builder().cloud(…)) or in the"
            + " environment variable "
            + Setting.AUTHORITY_HOST.variable
            + " too");
  }

  private static boolean isSame(URI authority, String value) {
    try {
      URI other = SettingForm.authorityHost(Placeholder.trimmed(value));
      return authority.getHost().equals(other.getHost()) && port(authority) == port(other);
    } catch (IllegalArgumentException e) { // it names nothing
      return false;
    }
  }

  private static int port(URI url) {
    return url.getPort() == -1 ? KnownAuthorities.HTTPS : url.getPort();
  }
}
