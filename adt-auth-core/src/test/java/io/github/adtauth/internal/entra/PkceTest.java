package io.github.adtauth.internal.entra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PkceTest {
  @Test
  void example_ofRfc7636AppendixB_matches() {
    assertThat(Pkce.ofVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void verifierAndState_areUniqueAndHave256Bits() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      assertThat(Pkce.generate().verifier()).matches("[A-Za-z0-9_-]{43}").satisfies(seen::add);
      assertThat(Pkce.randomState()).matches("[A-Za-z0-9_-]{43}").satisfies(seen::add);
    }
    assertThat(seen).hasSize(200);
  }

  @Test
  void toString_hasNoVerifier() {
    Pkce pkce = Pkce.generate();

    assertThat(pkce.toString()).doesNotContain(pkce.verifier());
  }
}
