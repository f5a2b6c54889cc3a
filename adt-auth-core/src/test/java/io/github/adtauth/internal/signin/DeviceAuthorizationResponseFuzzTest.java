package io.github.adtauth.internal.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: yields a prompt that can be displayed, or an error with a fixed message. */
public class DeviceAuthorizationResponseFuzzTest {
  @TestFactory
  Stream<DynamicTest> deviceAuthorization() {
    return Fuzz.of("device-code", DeviceAuthorizationResponseFuzzTest::fuzzerTestOneInput)
        .words("\"user_code\":", "\"device_code\":", "\"verification_uri\":", "\"interval\":")
        .words("\"expires_in\":", "\"https://", "https:", Shown.SECRET)
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      DeviceAuthorizationResponse device =
          DeviceAuthorizationResponse.parse(new String(input, UTF_8));
      Duration hour = Duration.ofHours(1);
      assertThat(device.interval()).isBetween(Duration.ofSeconds(1), hour);
      assertThat(device.timeLeft()).isBetween(Duration.ofSeconds(1), hour);
      URI page = device.prompt().verificationUri();
      assertThat(page).hasNoUserInfo();
      assertThat(page.getScheme()).isEqualToIgnoringCase("https");
      assertThat(page.getHost()).isNotEmpty();
      // The page and the code are displayed, so each must be a single line.
      String code = device.prompt().userCode();
      String shown = device + device.prompt().message() + page + code;
      Shown.check(shown.replace(page.toString(), "PAGE").replace(code, "CODE"));
      Shown.check((page + code).replace(Shown.SECRET, "SECRET"));
    } catch (IllegalArgumentException e) {
      Shown.check(e);
      assertThat(e.getMessage()).hasSizeLessThan(100);
    }
  }
}
