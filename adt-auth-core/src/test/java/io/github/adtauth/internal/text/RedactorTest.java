package io.github.adtauth.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the redaction of untrusted text. */
class RedactorTest {
  private static String sanitize(String text) {
    return Redactor.sanitize(text, 200);
  }

  @ParameterizedTest
  @CsvSource({
    "a\\r\\nb, a b",
    "a\\n\\n\\tb, a b",
    "a\\u0085b, a b",
    "a\\u2028b\\u2029c, a b c",
    "a\\u00a0b, a b",
    "a\\u0000b\\u0007c, abc",
    "a\\u202eb\\u2066c\\u2069, abc",
    "a\\u200e\\u200f\\u061cb, ab",
    "a\\u200b\\u200d\\ufeff\\u00adb, ab",
    "a\\ufe0f\\u3164\\u2800\\u034fb, ab",
    "a\\ue000\\uffffb, ab",
    "a\\ud83db, ab",
    "a\\ude00b, ab",
    "a\\ud83d\\ude00b, a\\ud83d\\ude00b",
    "a\\udb40\\udc41b, ab",
    "' a ', a",
    "Zo\\u00eb \\u6797, Zo\\u00eb \\u6797",
  })
  void invisibleCharacters_areRemoved(String text, String expected) {
    assertThat(sanitize(unescaped(text))).isEqualTo(unescaped(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "a\\e[31mred\\e[0m, ared",
    "a\\e[2J\\e[1;1Hb, ab",
    "a\\u009b31mb, ab",
    "a\\e]0;title\\u0007b, ab",
    "a\\e]8;;https://evil.example/\\e\\\\b, ab",
    "a\\u009d0;title\\u009cb, ab",
    "a\\eP1$tx\\e\\\\b, ab",
    "a\\e(Bb, ab",
    "a\\ecb, ab",
    "a\\e]0;open, a0;open",
    "a\\e[, a",
    "a\\e, a",
  })
  void terminalSequences_areRemoved(String text, String expected) {
    assertThat(sanitize(unescaped(text))).isEqualTo(expected);
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\u(\\p{XDigit}{4})")
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(match.group(1), 16))))
        .replace("\\e", "\\033")
        .replace("\\\\", "\\")
        .replace("\\033", "\u001b")
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t");
  }

  @Test
  void longText_isTruncatedBetweenCharacters() {
    String words = "word ".repeat(60);
    assertThat(sanitize(words.substring(0, 199) + "x")).hasSize(200).endsWith("x");
    assertThat(sanitize(words)).hasSize(200).endsWith("…");
    String smile = words.substring(0, 198) + "\uD83D\uDE00" + words;
    assertThat(sanitize(smile)).hasSize(199).endsWith("wor…");
    String after = words.substring(0, 197) + "\uD83D\uDE00" + words;
    assertThat(sanitize(after)).hasSize(200).endsWith("\uD83D\uDE00…");
    assertThat(Redactor.sanitize("words", 0)).isEqualTo("…");
  }

  @ParameterizedTest
  @CsvSource({
    "'token eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2ln end', 'token … end'",
    "'Authorization: Bearer abc123 end', 'Authorization: Bearer … end'",
    "'Authorization: Basic dXNlcjpwYXNz end', 'Authorization: Basic … end'",
    "'a Bearer token is missing', 'a Bearer token is missing'",
    "'client_secret=hunter2&x=y', 'client_secret=…&x=y'",
    "'client_secret = hunter2', 'client_secret = …'",
    "'password: hunter2', 'password: …'",
    "'{\"access_token\":\"abc\",\"n\":1}', '{\"access_token\":…,\"n\":1}'",
    "'{\"code\": \"abc\"}', '{\"code\": …}'",
    "'Endpoint=x;AccountKey=abc+/=;y', 'Endpoint=x;AccountKey=…'",
    "'https://b.example/c?sv=1&sig=a%2Bb&x', 'https://b.example/c?sv=1&sig=…&x'",
    "'no d4E8Q~daemon-Canary_5LaTgYb2LJ0rQTNnZ_Qm here', 'no … here'",
    "'M.C547_BAY.2.U.d6b6a3fe-3ed6!$*2a', …",
    "'0123456789abcdef0123456789abcdef', …",
  })
  void secretLikeText_isHidden(String text, String expected) {
    assertThat(sanitize(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AADSTS700016: Application with identifier '04f0c124-f2bc-4f59-8241-bf6df9866bbd' was not"
            + " found in the directory 'Contoso'.",
        "the address https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/ is not known",
        "twin 'building-12-floor-3-room-21-sensor-temperature-of-the-air' does not exist",
        "dtmi:com:example:TemperatureSensorRoom21Floor3Building12;1 does not exist",
        "Error code: DigitalTwinNotFound",
        "/subscriptions/04f0c124-f2bc-4f59-8241-bf6df9866bbd/resourceGroups/rg1/providers",
        "the If-Match header must be 'W/\"7\"'",
      })
  void ordinaryText_isKept(String text) {
    assertThat(sanitize(text)).isEqualTo(text);
    assertThat(Redactor.sanitizeId(text, 200)).isEqualTo(text);
  }

  /** Names are personal data; the domain shows a sign-in to the wrong tenant. */
  @ParameterizedTest
  @CsvSource({
    "'User account ''alice@contoso.com'' does not exist', 'User account ''…@contoso.com'' does not"
        + " exist'",
    "'alice_gmail.com#EXT#@contoso.onmicrosoft.com', …@contoso.onmicrosoft.com",
    "'https://x.example/?login_hint=alice%40contoso.com', 'https://x.example/?login_hint=…%40contoso.com'",
    "'miles.o''brien@contoso.com is blocked', '…@contoso.com is blocked'",
    "'''o''brien_fabrikam.com#EXT#@contoso.com''', '''…@contoso.com'''",
    "'a@b.example,c@d.example', '…@b.example,…@d.example'",
    "'https://user:pass@x.example/', 'https://user:…@x.example/'",
    "'Jos\u00e9.\u6797@contoso.com', …@contoso.com",
    "'@ home', '@ home'",
  })
  void localPartOfAddress_isHidden(String text, String expected) {
    assertThat(sanitize(text)).isEqualTo(expected);
  }

  @Test
  void ids_keepAddressesButNotTokens() {
    String id = "sensor@9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c";
    assertThat(Redactor.sanitizeId(id, 120)).isEqualTo(id);
    assertThat(Redactor.sanitizeId("x-eyJhbGciOiJub25lIn0.e30.", 120)).isEqualTo("x-…");
    assertThat(Redactor.sanitizeId("a\nb\u202ec", 120)).isEqualTo("a bc");
    assertThat(Redactor.sanitizeId("room-".repeat(30), 20)).hasSize(20).endsWith("…");
    assertThat(Redactor.sanitizeId(null, 20)).isEqualTo("null");
  }

  /** Quadratic time or recursion would fail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "@",
        "a@",
        "%40",
        "eyJ",
        "\u001b",
        "\u001b]",
        "\u001b[",
        "\u009d",
        "key=",
        "secret=\"",
        "secret:",
        "Bearer ",
        "Bearer x",
        "\u200b",
        "aA0",
        "a-",
        "://",
        "a@b.",
        "'",
        "\ud83d",
        "12345678-1234-",
        "%25",
        "%41",
        "&amp;",
        "&#0",
        "&abc",
        "\\",
        "\\1",
        "=41",
        "0x41",
        "e\u0301"
      })
  void megabyte_isSanitizedInLinearTime(String part) {
    String text = part.repeat((1 << 20) / part.length());
    RequestSecrets secrets = RequestSecrets.of("eyJ" + "aA0.".repeat(500));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 3; i++) {
            assertThat(Redactor.sanitize(text, 200, secrets)).hasSizeLessThanOrEqualTo(200);
            assertThat(Redactor.sanitizeId(text, 200)).hasSizeLessThanOrEqualTo(200);
            assertThat(Redactor.redactSetting(text)).hasSizeLessThanOrEqualTo(200);
          }
        });
  }
}
