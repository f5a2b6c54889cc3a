package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link ProxyVariables}. */
class ProxyVariablesTest {
  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"})
  void variable_isNamedWithoutValue(String name) {
    assertThat(
            ProxyVariables.hint(
                Map.of(name, "http://user:s3cr3t@proxy.example:3128"), property -> null))
        .contains(name + " is set, but Java does not read it", "-Dhttps.proxyHost", "proxy(…)")
        .doesNotContain("s3cr3t", "proxy.example", "user");
  }

  @Test
  void severalVariables_areNamed() {
    assertThat(ProxyVariables.hint(Map.of("https_proxy", "p", "HTTPS_PROXY", "p"), name -> null))
        .contains("HTTPS_PROXY and https_proxy are set");
  }

  @Test
  void environmentWithoutProxy_hasNoHint() {
    assertThat(ProxyVariables.hint(Map.of("HTTPS_PROXY", " ", "PATH", "/bin"), name -> null))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https.proxyHost, proxy.example",
    "socksProxyHost, proxy.example",
    "java.net.useSystemProxies, true"
  })
  void javaWithProxy_hasNoHint(String property, String value) {
    assertThat(
            ProxyVariables.hint(
                Map.of("HTTPS_PROXY", "http://p"), name -> name.equals(property) ? value : null))
        .isEmpty();
  }
}
