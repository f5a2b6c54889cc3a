package io.github.adtauth.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever text comes: one bounded line without the secrets that were sent. */
public class RedactorFuzzTest {
  private static final String[] SECRETS = {"open-sesame", "04f0c124-f2bc-4f59-8241-bf6df9866bbd"};

  @TestFactory
  Stream<DynamicTest> redactor() {
    return Fuzz.of("redactor", RedactorFuzzTest::fuzzerTestOneInput)
        .words(SECRETS)
        .words("b3Blbi1zZXNhbWU", "open%2Dsesame", "\u200b", "\u202e", "\u001b[31m", "\u001b]0;")
        .words("\u0007", "\r\n", "\u2028", "\ud83d\ude00", "alice@contoso.com", "Bearer ", "eyJ")
        .words("secret=" + Shown.SECRET, "sig=", Shown.SECRET, "{\"access_token\":\"")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    RequestSecrets secrets = RequestSecrets.of(SECRETS);
    for (int max : new int[] {1, 80, 1000}) {
      check(Redactor.sanitize(text, max), max);
      check(Redactor.sanitizeId(text, max), max);
      String redacted = Redactor.sanitize(text, max, secrets);
      check(redacted, max);
      assertThat(secrets.isIn(redacted)).as(redacted).isFalse();
      assertThat(redacted).doesNotContain("alice@contoso.com");
      assertThat(Redactor.sanitize(redacted, max, secrets).length()).isLessThanOrEqualTo(max);
    }
    check(Redactor.redactSetting(text), 200);
  }

  private static void check(String text, int max) {
    assertThat(text).hasSizeLessThanOrEqualTo(max);
    assertThat(text.codePoints())
        .allMatch(c -> c == ' ' || !(Character.isISOControl(c) || Character.isSpaceChar(c)))
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
