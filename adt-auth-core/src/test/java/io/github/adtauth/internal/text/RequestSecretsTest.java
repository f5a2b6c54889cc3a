package io.github.adtauth.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was sent is hidden, whatever it looks like. */
class RequestSecretsTest {
  private static String sanitize(String text, String... secrets) {
    return Redactor.sanitize(text, 4000, RequestSecrets.of(secrets));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open-sesame",
        "opensesame",
        "04f0c124-f2bc-4f59-8241-bf6df9866bbd",
        "hunter2-Passw0rd!",
        "H4.xK[9s@2 &é\\\"q<'",
        "pass word with spaces",
        "12345678",
        "\u6797\u6797\u6797\u6797\u6797\u6797\u6797\u6797",
      })
  void secret_isHidden_inEveryForm(String secret) {
    String url = URLEncoder.encode(secret, UTF_8);
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    for (String form :
        List.of(
            secret,
            secret.toUpperCase(Locale.ROOT),
            url,
            url.replace("+", "%20"),
            url.toLowerCase(Locale.ROOT),
            json,
            json.replace("é", "\\u00e9").replace("&", "\\u0026").replace("<", "\\u003c"),
            secret.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;"),
            Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)),
            Base64.getUrlEncoder().encodeToString(("x:" + secret).getBytes(UTF_8)),
            Base64.getUrlEncoder().encodeToString(("xy" + secret + "z").getBytes(UTF_8)),
            HexFormat.of().formatHex(secret.getBytes(UTF_8)))) {
      String text = sanitize("You sent {" + form + "}, wrong", secret);
      assertThat(text).as(form).startsWith("You sent {").endsWith("}, wrong").contains("…");
      assertThat(text.substring(10, text.length() - 8)).as(form).hasSizeLessThan(12);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open-sesame", "H4.xK[9s@2 &é\\\"q<'", "hunter2"})
  void secret_isHidden_whateverCharactersAreEscaped(String secret) {
    String percent = everyByte(secret, "%%%02X");
    for (String form :
        List.of(
            percent,
            percent.toLowerCase(Locale.ROOT),
            percent.replace("%", "%25"),
            percent.substring(0, 9) + secret.substring(3),
            everyChar(secret, "\\u%04x"),
            everyChar(secret, "\\x%02x"),
            everyChar(secret, "\\\\u%04X"),
            everyChar(secret, "&#%d;"),
            everyChar(secret, "&#x%x;"),
            everyChar(secret, "&amp;#%d;"))) {
      String text = sanitize("You sent {" + form + "}, wrong", secret);
      assertThat(text).as(form).isEqualTo("You sent {…}, wrong");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"100 % of 5%", "%", "%zz \\u12 \\", "a &#; b &#x; c &#1114112; &amp", "%4"})
  void otherEscapes_areLeftAsTheyAre(String text) {
    assertThat(sanitize(text, "open-sesame")).isEqualTo(text);
  }

  private static String everyByte(String secret, String format) {
    StringBuilder out = new StringBuilder();
    for (byte b : secret.getBytes(UTF_8)) {
      out.append(String.format(format, b & 0xff));
    }
    return out.toString();
  }

  private static String everyChar(String secret, String format) {
    StringBuilder out = new StringBuilder();
    secret.chars().forEach(c -> out.append(String.format(format, c)));
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "starts with open-ses, starts with …",
    "ends with n-sesame, ends with …",
    "open-\u200bsesame, …",
    "open-\u001b[1msesame, …",
    "open-se, open-se",
  })
  void partOfEightCharacters_isHidden(String text, String expected) {
    assertThat(sanitize(text, "open-sesame")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "hunter2, You sent 'hunter2' twice: hunter2., You sent '…' twice: ….",
    "hunter2, hunter22 and xhunter2, hunter22 and xhunter2",
    "user, users of a user, users of a …",
    "abc, abc, abc",
  })
  void shortSecret_isHiddenAsAWord(String secret, String text, String expected) {
    assertThat(sanitize(text, secret)).isEqualTo(expected);
  }

  @Test
  void secretAcrossTheCut_isHidden() {
    String text = "word ".repeat(38) + "open-sesame";
    assertThat(Redactor.sanitize(text, 200, RequestSecrets.of("open-sesame")))
        .endsWith("word …")
        .hasSizeLessThan(200);
  }

  @Test
  void secretAddedLater_isHidden_andNoneIsPrinted() {
    RequestSecrets secrets = RequestSecrets.of("open-sesame");
    assertThat(secrets.isIn("second-token")).isFalse();
    secrets.add("second-token");
    secrets.add("second-token");
    assertThat(secrets.isIn("a second-token")).isTrue();
    assertThat(secrets.isIn("open-sesame")).isTrue();
    assertThat(secrets).hasToString("RequestSecrets[2]");
  }

  @Test
  void correlationId_isAGuid_andNotTheSecret() {
    String guid = "04f0c124-f2bc-4f59-8241-bf6df9866bbd";
    String hex = guid.replace("-", "");
    RequestSecrets none = RequestSecrets.of("open-sesame");
    assertThat(CorrelationIds.parse(guid, none)).isEqualTo(guid);
    assertThat(CorrelationIds.parse(hex, none)).isEqualTo(hex);
    for (String secret : List.of(guid, hex, guid.toUpperCase(Locale.ROOT))) {
      RequestSecrets secrets = RequestSecrets.of(secret);
      assertThat(CorrelationIds.parse(guid, secrets)).isNull();
      assertThat(CorrelationIds.parse(hex, secrets)).isNull();
      assertThat(CorrelationIds.parseTraceId("00-" + hex + "-171847a97f679e83-01", secrets))
          .isNull();
      assertThat(sanitize("no '" + guid + "' or '" + hex + "'", secret))
          .doesNotContain("f2bc", "bf6df9866bbd");
    }
    assertThat(CorrelationIds.parseTraceId("00-" + hex + "-171847a97f679e83-01", none))
        .isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r-1",
        "open-sesame",
        "04f0c124-f2bc-4f59-8241-bf6df9866bbg",
        "04f0c124-f2bc-4f59-8241-bf6df9866bbd\n",
        "04f0c124-f2bc-4f59-8241-bf6df9866bbd 1",
        "04f0c124f-2bc-4f59-8241-bf6df9866bbd",
        "{04f0c124-f2bc-4f59-8241-bf6df9866bbd}",
        "04f0c124f2bc4f598241bf6df9866bb",
      })
  void anythingElse_isNotACorrelationId(String value) {
    assertThat(CorrelationIds.parse(value)).isNull();
    assertThat(CorrelationIds.parse(null)).isNull();
    assertThat(CorrelationIds.parseTraceId(value, RequestSecrets.of())).isNull();
  }
}
