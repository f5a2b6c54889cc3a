package io.github.adtauth.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any text becomes one bounded line without the secrets of the request. */
public class RedactorFuzzTest {
  private static final String[] SECRETS = {"open-sesame", "04f0c124-f2bc-4f59-8241-bf6df9866bbd"};

  @TestFactory
  Stream<DynamicTest> redactor() {
    return Fuzz.of("redactor", RedactorFuzzTest::fuzzerTestOneInput)
        .words(SECRETS)
        .words("b3Blbi1zZXNhbWU", "open%2Dsesame", "\u200b", "\u202e", "\u001b[31m", "\u001b]0;")
        .words("\u0007", "\r\n", "\u2028", "\ud83d\ude00", "alice@contoso.com", "Bearer ", "eyJ")
        .words("%25", "%u006f", "&#111", "&#x6f;", "&commat;", "\\157", "\\u{6f}", "=6F=70", "0x6f")
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
    checkEncodings(input);
  }

  private static final String[] ENCODINGS = {
    "%c",
    "%%%02x",
    "%%25%02X",
    "%%u%04x",
    "\\u%04x",
    "\\\\u%04x",
    "\\x%02x",
    "\\%03o",
    "\\u{%x}",
    "&#%d;",
    "&#00%d;",
    "&#x%x;",
    "&amp;#%d;",
    "U+%04X"
  };
  private static final String[] SEPARATORS = {
    "", "", "", " ", ":", "-", ", ", "%20", "\\n", "\u200b"
  };

  /** Each character of a secret in another encoding, divided by anything. */
  private static void checkEncodings(byte[] input) {
    StringBuilder encoded = new StringBuilder();
    String secret = SECRETS[0];
    for (int i = 0; i < secret.length(); i++) {
      int choice = i < input.length ? input[i] & 0xff : 0;
      encoded
          .append(String.format(ENCODINGS[choice % ENCODINGS.length], (int) secret.charAt(i)))
          .append(SEPARATORS[choice / ENCODINGS.length % SEPARATORS.length]);
    }
    String text = "You sent {" + encoded + "}, wrong";
    String redacted = Redactor.sanitize(text, 1000, RequestSecrets.of(SECRETS));
    assertThat(redacted).as(text).startsWith("You sent {").endsWith("}, wrong").contains("…");
    String rest = redacted.substring(10, redacted.length() - 8);
    assertThat(rest.replaceAll("%20|\\\\n|[^A-Za-z0-9]", "")) // separators
        .as(text)
        .isEmpty();
  }

  private static void check(String text, int max) {
    assertThat(text).hasSizeLessThanOrEqualTo(max);
    assertThat(text.codePoints())
        .allMatch(c -> c == ' ' || !(Character.isISOControl(c) || Character.isSpaceChar(c)))
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
