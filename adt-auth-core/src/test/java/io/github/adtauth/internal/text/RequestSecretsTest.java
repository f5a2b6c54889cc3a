package io.github.adtauth.internal.text;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the secrets of a request are hidden in any form. */
class RequestSecretsTest {
  private static String sanitize(String text, String... secrets) {
    return Redactor.sanitize(text, 4000, RequestSecrets.of(secrets));
  }

  @Test
  void fullWidthSecret_isHidden() {
    String wide =
        "open-sesame".chars().mapToObj(c -> String.valueOf((char) (c + 0xfee0))).collect(joining());

    assertThat(sanitize("You sent {" + wide + "}, wrong", "open-sesame"))
        .isEqualTo("You sent {…}, wrong");
  }

  @Test
  void secretDividedAmongTexts_isHidden() {
    RequestSecrets secrets = RequestSecrets.of("open-sesame-42-and-more");

    assertThat(
            Redactor.sanitizeAll(
                List.of("open-se", "same-42", "", "%2Dand%2Dm", "ore", "than that"), 100, secrets))
        .containsExactly("…", "…", "", "…", "…", "than that");
  }

  @Test
  void longText_isNotSearched() {
    String text = "a".repeat(RequestSecrets.MAX_SEARCHED + 1);
    RequestSecrets secrets = RequestSecrets.of("open-sesame");

    assertThat(secrets.isIn(text)).isTrue();
    assertThat(secrets.isQuotedIn(text)).isTrue();
    assertThat(secrets.redact(text)).hasSize(RequestSecrets.MAX_SEARCHED).endsWith("\u2026");
    assertThat(secrets.isIn(text.substring(1))).isFalse();
    assertThat(secrets.isQuotedIn(text.substring(1))).isFalse();
    assertThat(new RequestSecrets().isIn(text)).isFalse();
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
  void secretInEveryForm_isHidden(String secret) {
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
  void escapedSecret_isHidden(String secret) {
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
            everyChar(secret, "&amp;#%d;"),
            everyChar(secret, "%%u%04x"),
            everyChar(secret, "&#%d"),
            everyChar(secret, "&#x%x"),
            everyChar(secret, "&#0000000000000%d;"),
            everyChar(secret, "\\u{%x}"),
            everyChar(secret, "\\x{%x}"),
            everyChar(secret, "\\U%08x"),
            everyChar(secret, "U+%04X "),
            everyChar(secret, "\\%03o"),
            everyChar(secret, "\\0%03o"),
            everyChar(secret, "\\%06x"),
            everyByte(secret, "=%02X"),
            everyByte(secret, "0x%02x, "),
            everyByte(secret, "&H%02X, "),
            everyByte(secret, "%02xh, "),
            everyByte(secret, "%%25252525%02x"),
            everyByte(secret, "%%25252525252525252525%02x"))) {
      String text = sanitize("You sent {" + form + "}, wrong", secret);
      assertThat(text).as(form).matches("You sent \\{[0x&H ]*…[…, h]*}, wrong");
    }
  }

  /** Groups of any size, divided by any characters that are neither letters nor digits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        " ",
        "-",
        ", ",
        "\\n",
        "\\r\\n",
        "&nbsp;",
        "%20",
        " | ",
        "\\u200b",
        "…",
        "<br>",
        "<br />",
        "</p><p>",
        "&lt;br&gt;",
        "\uffff"
      })
  void dividedSecret_isHidden(String separator) {
    String secret = "open-sesame-42";
    byte[] bytes = secret.getBytes(UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    for (String form :
        List.of(
            HexFormat.ofDelimiter(separator).formatHex(bytes),
            HexFormat.ofDelimiter(separator).withPrefix("0x").formatHex(bytes),
            groups(hex, 4, separator),
            groups(base64, 5, separator),
            groups(secret, 1, separator),
            groups(base32(secret), 4, separator),
            everyByte(secret, "%d" + separator.replace("%", "%%")),
            everyByte(secret, "%o" + separator.replace("%", "%%")),
            everyByte(secret, "%03d" + separator.replace("%", "%%")),
            everyByte(secret, "%03o" + separator.replace("%", "%%")))) {
      String text = sanitize("You sent {" + form + "}, wrong", secret);
      assertThat(text).as(form).startsWith("You sent {").endsWith("}, wrong").contains("…");
      assertThat(text.substring(10, text.length() - 8)).as(form).hasSizeLessThan(14);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xy", "xyz", "wxyz"})
  void secretWithinBase32OrUtf16_isHidden(String before) {
    String secret = "open-sesame";
    String base32 = base32(before + secret);
    byte[] utf16 = (before + secret).getBytes(UTF_16LE);
    for (String form : List.of(base32, Base64.getEncoder().encodeToString(utf16))) {
      String text = sanitize("You sent {" + form + "}, wrong", secret);
      assertThat(text).as(form).contains("…");
    }
  }

  private static String base32(String text) {
    String bits =
        text.chars()
            .mapToObj(c -> String.format("%8s", Integer.toBinaryString(c)).replace(' ', '0'))
            .collect(Collectors.joining());
    StringBuilder out = new StringBuilder();
    for (int i = 0; i + 5 <= bits.length(); i += 5) {
      out.append(
          "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));
    }
    return out.toString();
  }

  private static String groups(String text, int size, String separator) {
    return String.join(separator, text.split("(?<=\\G.{" + size + "})"));
  }

  /** Encoders do not escape letters and digits, so such escapes are suspicious. */
  @ParameterizedTest
  @ValueSource(strings = {"%%%02x", "\\u%04x", "&#%d;", "\\%03o", "%%25%02X"})
  void nestedEscapes_areHidden(String format) {
    assertThat(sanitize("a " + everyByte("hunter2", format) + " b")).isEqualTo("a … b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&#64;",
        "&#x40;",
        "&#64",
        "&commat;",
        "\\u0040",
        "\\x40",
        "\\100",
        "%2540",
        "%u0040",
        "\uff20"
      })
  void userNameBeforeEscapedAtSign_isHidden(String at) {
    assertThat(sanitize("user 'alice" + at + "contoso.com' not found"))
        .isEqualTo("user '…" + at + "contoso.com' not found");
  }

  @Test
  void unknownEscapedToken_isHidden() {
    assertThat(sanitize("got eyJhbGciOiJub25lIn0&#46;eyJvaWQiOiIxIn0&#46;c2ln end"))
        .isEqualTo("got … end");
    assertThat(sanitize("redirect?client_secret%3Dhunter2%26x end")).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u041f\\u0440\\u0438\\u0432\\u0435\\u0442 world",
        "the path C:\\new\\table\\1 of https:\\/\\/x.example\\/a%20b%2Fc",
        "status=ab&x=cd 0x80070005 at line 7: a = b == c",
        "R&amp;D &lt;b&gt; &copy; 2026",
      })
  void ordinaryEscapes_areKept(String text) {
    assertThat(sanitize(text, "open-sesame")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"100 % of 5%", "%", "%zz \\u12 \\", "a &#; b &#x; c &#1114112; &amp", "%4"})
  void otherEscapes_areUnchanged(String text) {
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
  void shortSecret_isHiddenAsWord(String secret, String text, String expected) {
    assertThat(sanitize(text, secret)).isEqualTo(expected);
  }

  @Test
  void secretAtTruncation_isHidden() {
    String text = "word ".repeat(38) + "open-sesame";
    assertThat(Redactor.sanitize(text, 200, RequestSecrets.of("open-sesame")))
        .endsWith("word …")
        .hasSizeLessThan(200);
  }

  @Test
  void secretAddedLater_isHidden() {
    RequestSecrets secrets = RequestSecrets.of("open-sesame");
    assertThat(secrets.isIn("second-token")).isFalse();
    secrets.add("second-token");
    secrets.add("second-token");
    assertThat(secrets.isIn("a second-token")).isTrue();
    assertThat(secrets.isIn("open-sesame")).isTrue();
    assertThat(secrets).hasToString("RequestSecrets[2]");
  }

  /** A text that is only sent is rejected for a quote of a secret, not for a coincidence. */
  @Test
  void sharedPart_isQuoteIfLongOrWholeSecret() {
    String secret = "abcdefghij-klmnopqrst_uvwxyzABCD.EFGHIJ0123456789KLMNOPQRSTUVWXYZ";
    RequestSecrets secrets = RequestSecrets.of("Bearer " + secret);

    assertThat(secrets.isIn("x " + secret.substring(3, 25))).isTrue();
    assertThat(secrets.isQuotedIn("x " + secret.substring(3, 25))).isFalse();
    assertThat(secrets.isQuotedIn("x " + secret.substring(3, 40))).isTrue();
    assertThat(secrets.isQuotedIn("x " + secret.replaceAll("(.{4})", "$1 "))).isTrue();
    assertThat(
            secrets.isQuotedIn(
                "x " + secret.substring(0, 20) + " other " + secret.substring(30, 50)))
        .isFalse();
    assertThat(secrets.isQuotedIn("")).isFalse();
    assertThat(RequestSecrets.of("open-sesame").isQuotedIn("a=open%2Dsesame&b")).isTrue();
    assertThat(RequestSecrets.of("open-sesame").isQuotedIn("a=opensesame&b")).isTrue();
    assertThat(RequestSecrets.of("open").isQuotedIn("a=open&b")).isTrue();
    assertThat(RequestSecrets.of("open").isQuotedIn("a=opened&b")).isFalse();
    assertThat(RequestSecrets.of("....").isQuotedIn("a=b")).isFalse();
    assertThat(new RequestSecrets().isQuotedIn("open-sesame")).isFalse();
  }

  @Test
  void correlationId_mustBeGuid() {
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
  void otherText_isNotCorrelationId(String value) {
    assertThat(CorrelationIds.parse(value)).isNull();
    assertThat(CorrelationIds.parse(null)).isNull();
    assertThat(CorrelationIds.parseTraceId(value, RequestSecrets.of())).isNull();
  }
}
