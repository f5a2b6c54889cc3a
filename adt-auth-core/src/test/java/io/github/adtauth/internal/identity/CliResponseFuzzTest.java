package io.github.adtauth.internal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.token.AccessToken;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any output of the Azure CLI yields a token, or an error that does not quote it. */
public class CliResponseFuzzTest {
  @TestFactory
  Stream<DynamicTest> cliResponse() {
    return Fuzz.of("cli-response", CliResponseFuzzTest::fuzzerTestOneInput)
        .words("\"accessToken\":", "\"expiresOn\":", "\"expires_on\":", "{", Shown.SECRET)
        .words("\"+999999999-12-31 23:59:59\"", "31556889864403199", "\"-1\"")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      AccessToken token = AzureCli.parse(new String(input, UTF_8));
      assertThat(token.value()).matches("[!-~]+");
      Shown.check(token.toString());
    } catch (UnexpectedResponseException e) {
      Shown.check(e);
    }
  }
}
