package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void ofHttps_ignoresScheme() {
    Origin origin = Origin.ofHttps(URI.create("http://a.example:8080"));

    assertThat(origin).hasToString("https://a.example:8080");
    assertThat(origin.contains(HttpUrl.get("http://a.example:8080"))).isFalse();
    assertThat(origin.contains(HttpUrl.get("https://a.example:8080"))).isTrue();
  }
}
