package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.ProtectedResource;
import java.net.URI;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link Origin}. */
class OriginTest {
  private static final Origin ORIGIN = Origin.of(HttpUrl.get("https://a.example/x?y"));

  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.example", "https://A.Example:443/z", "https://u:p@a.example/x#f"})
  void urlOfOrigin_isContained(String url) {
    assertThat(ORIGIN.contains(HttpUrl.get(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example",
        "http://a.example:443",
        "https://a.example:444",
        "https://b.example",
        "https://a.example.evil.example",
        "https://sub.a.example",
        "https://a.example.",
        "https://a.example@evil.example"
      })
  void urlOfOtherOrigin_isNotContained(String url) {
    assertThat(ORIGIN.contains(HttpUrl.get(url))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://a.example, true",
    "https://A.Example/v1, https://a.example:443/v2, true",
    "HTTPS://a.example:443, https://a.example, true",
    "https://a.example:8443, https://a.example:8443, true",
    "https://a.example:8443, https://a.example, false",
    "https://a.example, https://a.example:8443, false",
    "https://a.example, http://a.example:443, false",
    "https://a.example, http://a.example, false",
    "https://a.example, https://b.a.example, false",
    "https://a.example, https://a.example.evil.example, false",
    "https://a.example, https://xa.example, false",
    "https://a.example, https://a.example., false",
    "https://[::1]:8443/, https://[::1]:8443/x, true",
    "https://[::1]:8443/, https://[::2]:8443/x, false",
  })
  void resource_containsOnlySameSchemeHostAndPort(URI base, String url, boolean contained) {
    Origin origin = Origin.ofHttps(new ProtectedResource(base, "s").baseUrl());

    assertThat(origin.contains(HttpUrl.get(url))).isEqualTo(contained);
  }

  @Test
  void ofHttps_ignoresScheme() {
    Origin origin = Origin.ofHttps(URI.create("http://a.example:8080"));

    assertThat(origin).hasToString("https://a.example:8080");
    assertThat(origin.contains(HttpUrl.get("http://a.example:8080"))).isFalse();
    assertThat(origin.contains(HttpUrl.get("https://a.example:8080"))).isTrue();
  }
}
