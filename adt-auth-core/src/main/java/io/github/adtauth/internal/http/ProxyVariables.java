package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.Ascii;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The proxy variables of the process environment, which curl and the Azure CLI read, and Java does
 * not. Stateless.
 */
public final class ProxyVariables {
  private static final Set<String> NAMES = Set.of("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY");

  private ProxyVariables() {}

  /**
   * Returns a sentence for the message of a failed connection: which variable is set and not used,
   * and how to configure a proxy. Empty if there is none, or Java itself has a proxy. The value of
   * the variable is not displayed, because it may hold a password.
   */
  public static String hint() {
    return hint(System.getenv(), System::getProperty);
  }

  static String hint(
      Map<String, String> environment, Function<String, @Nullable String> properties) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (NAMES.contains(Ascii.toUpperCase(variable.getKey())) && !variable.getValue().isBlank()) {
        names.add(variable.getKey());
      }
    }
    if (names.isEmpty()
        || properties.apply("https.proxyHost") != null
        || properties.apply("socksProxyHost") != null
        || "true".equals(properties.apply("java.net.useSystemProxies"))) {
      return "";
    }
    return "The environment variable "
        + String.join(" and ", names)
        + (names.size() == 1 ? " is" : " are")
        + " set, but Java does not read it: to use a proxy, start Java with -Dhttps.proxyHost=… and"
        + " -Dhttps.proxyPort=…, or give your OkHttpClient a proxy(…).";
  }
}
