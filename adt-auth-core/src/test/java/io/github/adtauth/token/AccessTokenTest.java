package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  private static final Instant END = Instant.parse("2026-01-05T09:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "a\r\nX-Evil: 1", "\u007f", "\u0080", "ü"})
  void valueInvalidInHeader_isRejected(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> AccessToken.of(value, END));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "~", "a.b-c_d~e+f/g==", "0"})
  void valueValidInHeader_isAccepted(String value) {
    AccessToken token = AccessToken.of(value, END, END.minusSeconds(60));
    assertThat(token.value()).isEqualTo(value);
    assertThat(token.authorizationHeader()).isEqualTo("Bearer " + value);
    assertThat(token.expiresAt()).isEqualTo(END);
    assertThat(token.refreshAt()).contains(END.minusSeconds(60));
  }

  /** SHA-256 of "abc": FIPS 180-2, B.1. */
  @Test
  void toString_hasFingerprintAndExpiry() {
    AccessToken token = AccessToken.of("abc", END);
    assertThat(token.fingerprint()).isEqualTo("ba7816bf");
    assertThat(token.toString()).contains("ba7816bf").contains(END.toString());
  }

  @Test
  void tokensWithSameValue_areEqual() {
    assertThat(AccessToken.of("a", END))
        .isEqualTo(AccessToken.of("a", END.plusSeconds(1)))
        .hasSameHashCodeAs(AccessToken.of("a", END.plusSeconds(1)))
        .isNotEqualTo(AccessToken.of("b", END))
        .isNotEqualTo("a");
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      hashes.add(AccessToken.of("token-" + i, END).hashCode());
    }
    assertThat(hashes).hasSizeGreaterThan(95);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://r//.default", "https://r/.default"})
  void scopeWithTwoSlashes_isNormalized(String scope) {
    assertThat(TokenRequest.of(scope).scopes()).containsExactly("https://r/.default");
    assertThat(TokenRequest.of("b", scope, "a").scopes())
        .containsExactly("a", "b", "https://r/.default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb"})
  void scopeThatIsBlankOrHasSpace_isRejected(String scope) {
    assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.of(scope));
    assertThatIllegalArgumentException().isThrownBy(TokenRequest::of);
  }

  @Test
  void requestAfterRejection_hasTokenAndPrintsNoClaims() {
    TokenRequest request = TokenRequest.of("s");
    AccessToken token = AccessToken.of("a", END);
    TokenRequest demanded = request.afterRejection(token, "{\"secret\":1}");
    assertThat(demanded.rejectedToken()).contains(token);
    assertThat(demanded.claims()).contains("{\"secret\":1}");
    assertThat(demanded).hasToString("TokenRequest[s] with claims");
    assertThat(request).hasToString("TokenRequest[s]");
    assertThat(request.rejectedToken()).isEmpty();
  }

  /** A background refresh uses the request without rejection and claims. */
  @Test
  void plainRequest_hasNeitherRejectionNorClaims() {
    TokenRequest request = TokenRequest.of("s");
    AccessToken token = AccessToken.of("a", END);
    assertThat(request.withoutRejection()).isSameAs(request);
    for (TokenRequest other :
        new TokenRequest[] {
          request.withClaims("{}"),
          request.afterRejection(token, null),
          request.afterRejection(token, "{}")
        }) {
      assertThat(other.withoutRejection().rejectedToken()).isEmpty();
      assertThat(other.withoutRejection().claims()).isEmpty();
      assertThat(other.withoutRejection().scopes()).isEqualTo(request.scopes());
    }
  }
}
