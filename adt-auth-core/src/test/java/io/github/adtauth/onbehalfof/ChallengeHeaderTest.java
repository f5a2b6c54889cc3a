package io.github.adtauth.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Cloud;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that Microsoft's clients can parse the header of every kind of challenge. */
class ChallengeHeaderTest {
  private static final String CLAIMS =
      "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1?>ü\"}}}";
  private static final String PUBLIC_ENDPOINT =
      "https://login.microsoftonline.com/common/oauth2/v2.0/authorize";
  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"(?:, |$)");

  /** Returns the header of each kind of challenge, with claims of each length modulo 3. */
  static Stream<String> headers() {
    ErrorDetails details = ErrorDetails.of("AADSTS50076: more, \"please\", it's due");
    return Stream.of(
            new InteractionRequiredException(details.claims(CLAIMS)),
            new InteractionRequiredException(ErrorDetails.of("x").claims(CLAIMS + " ")),
            new InteractionRequiredException(ErrorDetails.of("x").claims(CLAIMS + "  ")),
            new InteractionRequiredException(ErrorDetails.of("x")),
            new InboundTokenException(ErrorDetails.of("x")),
            new ConsentRequiredException(ErrorDetails.of("x")))
        .map(failure -> Challenge.forFailure(failure).wwwAuthenticate().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("headers")
  void header_hasNoDelimitersInValues(String header) {
    assertThat(header).startsWith("Bearer ");
    String parameters = header.substring("Bearer ".length());
    Matcher parameter = PARAMETER.matcher(parameters);
    int end = 0;
    while (parameter.find()) {
      assertThat(parameter.start()).isEqualTo(end);
      assertThat(parameter.group(2)).isNotEmpty().doesNotContainPattern("[,'%\\\\\\s&&[^ ]]");
      end = parameter.end();
    }
    assertThat(end).isEqualTo(parameters.length());
  }

  @ParameterizedTest
  @MethodSource("headers")
  void msalJsParser_readsEveryParameter(String header) {
    assertParameters(header, parse(header, ",", "['\"]+"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void microsoftSampleParser_readsEveryParameter(String header) {
    assertParameters(header, parse(header, ", ", "^\"|\"$"));
  }

  private static void assertParameters(String header, Map<String, String> read) {
    assertThat(read).containsEntry("authorization_uri", PUBLIC_ENDPOINT);
    assertThat(read.get("error")).matches("insufficient_claims|invalid_token|insufficient_scope");
    assertThat(read.get("error_description")).endsWith(".");
    assertThat(read.containsKey("claims")).isEqualTo(header.contains("insufficient_claims"));
    if (read.containsKey("claims")) {
      // Splitting at the equals sign loses the padding, which browsers do not require.
      String json =
          new String(Base64.getDecoder().decode(read.get("claims")), StandardCharsets.UTF_8);
      assertThat(json.strip()).isEqualTo(CLAIMS);
    }
  }

  /** Splits like JavaScript, which drops everything after a second equals sign. */
  private static Map<String, String> parse(String header, String separator, String quotes) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : header.substring(header.indexOf(' ') + 1).split(separator, -1)) {
      String[] parts = parameter.split("=", -1);
      assertThat(parts).as("TypeError in JavaScript: %s", parameter).hasSizeGreaterThan(1);
      String value = parts[1].replaceAll(quotes, "").replace("+", "%2B");
      parameters.put(parts[0].strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return parameters;
  }

  @Test
  void authorizationEndpoint_belongsToCloud() {
    Challenge challenge =
        Challenge.forFailure(new InboundTokenException(ErrorDetails.of("x")))
            .cloud(new Cloud(URI.create("https://login.microsoftonline.us"), "https://x/.default"));
    String header = challenge.wwwAuthenticate().orElseThrow();
    assertThat(header)
        .contains(
            "authorization_uri=\"https://login.microsoftonline.us/common/oauth2/v2.0/authorize\"");
    assertThat(challenge.status()).isEqualTo(401);
    assertThat(Challenge.parse(401, List.of(header)).orElseThrow().toException().toString())
        .doesNotContain("microsoftonline");
  }
}
