package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.jwt.Jwt;

class EntraJwtDecoderTest {
  @ParameterizedTest
  @CsvSource({
    "scp azp, true",
    "scp, true",
    "roles azp, true",
    "roles appid, true",
    "roles, false", // an ID token of a user with an app role
    "name nonce, false",
  })
  void accessToken_hasScopesOrRolesOfAnApplication(String claims, boolean expected) {
    Jwt.Builder jwt = Jwt.withTokenValue("t").header("alg", "RS256");
    for (String claim : claims.split(" ", -1)) {
      jwt.claim(claim, List.of("x"));
    }

    assertThat(EntraJwtDecoder.isAccessToken(jwt.build())).isEqualTo(expected);
  }
}
