package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link ProtectedResource}, and of the same checks of {@link Cloud}. */
class ProtectedResourceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example",
        "a.example",
        "https:a",
        "https:///a",
        "file:///a",
        "https://a_b"
      })
  void urlWithoutHttpsAndHost_isRejected(String base) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProtectedResource(URI.create(base), "s"))
        .withMessageContaining("must be an https URL with a host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://jane:hunter2@a.example", "http://jane:hunter2@a.example?hunter2"})
  void userName_isRejectedAndRedacted(String base) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProtectedResource(URI.create(base), "s"))
        .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2"));
  }

  @Test
  void toString_hasNoQuery() {
    assertThat(new ProtectedResource(URI.create("https://a.example/api?code=key"), "s"))
        .hasToString("ProtectedResource[baseUrl=https://a.example/api, scope=s]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u0000b", "a\"b", "ü"})
  void scope_mustBeSingleToken(String scope) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProtectedResource(URI.create("https://a.example"), scope))
        .withMessageContaining("single scope");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cloud(URI.create("https://login.example"), scope))
        .withMessageContaining("single scope");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://login.example", "https://login.example/common", "https://u@login.example"})
  void authority_mustBeHttpsWithoutPathAndUser(String authority) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cloud(URI.create(authority), Cloud.DIGITAL_TWINS_SCOPE));
  }
}
