package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.Ascii;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The proxy variables of the environment, which curl and the Azure CLI read, but Java does not.
 * Stateless.
 */
public final class ProxyVariables {
  private static final Set<String> NAMES = Set.of("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY");

  private ProxyVariables() {}

  /**
   * Returns a sentence for the message of a failed connection. It names the variable that is set
   * but not used, and describes how to configure a proxy. Empty if no variable is set, or if Java
   * itself has a proxy. The value is not displayed, because it may contain a password.
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
        + " -Dhttps.proxyPort=…, or set proxy(…) on your OkHttpClient.";
  }
}
