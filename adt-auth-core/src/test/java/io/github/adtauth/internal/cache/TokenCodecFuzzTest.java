package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.token.AccessToken;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz tests of {@link TokenCodec}: an entry is read exactly as it was written, or is a miss. */
public class TokenCodecFuzzTest {
  @TestFactory
  Stream<DynamicTest> storedToken() {
    Instant end = Instant.parse("2026-01-01T00:00:00Z");
    return Fuzz.of("stored-token", TokenCodecFuzzTest::fuzzerTestOneInput)
        .seed(TokenCodec.write(AccessToken.of(Shown.SECRET, end)))
        .seed(TokenCodec.write(AccessToken.of("eyJ.a.b", end, end.minusSeconds(60))))
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    AccessToken token = TokenCodec.read(input);
    if (token != null) {
      assertThat(TokenCodec.write(token)).isEqualTo(input);
      assertThat(token.authorizationHeader()).matches("Bearer [!-~]+");
      Shown.check(token.toString());
    }
  }
}
