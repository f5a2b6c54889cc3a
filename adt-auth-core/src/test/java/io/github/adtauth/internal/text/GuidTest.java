package io.github.adtauth.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link Guid}. */
class GuidTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0b07f429-9f4b-4714-9392-cc5e8e80c8b0",
        "0B07F429-9F4B-4714-9392-CC5E8E80C8B0",
        "00000000-0000-0000-0000-000000000000"
      })
  void guid_isRecognized(String text) {
    assertThat(Guid.isGuid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "common",
        "{0b07f429-9f4b-4714-9392-cc5e8e80c8b0}",
        "0b07f429-9f4b-4714-9392-cc5e8e80c8b0\n",
        "0b07f4299f4b47149392cc5e8e80c8b0",
        "0b07f429-9f4b-4714-9392-cc5e8e80c8bg",
        "0b07f429-9f4b-4714-9392-cc5e8e80c8b\u0660",
        "0b07f4299-f4b-4714-9392-cc5e8e80c8b0",
        "0b07f429-9f4b-4714-9392-cc5e8e80c8b-"
      })
  void otherText_isNotRecognized(String text) {
    assertThat(Guid.isGuid(text)).isFalse();
  }
}
