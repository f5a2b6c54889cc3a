package io.github.adtauth.internal.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialException;
import io.github.adtauth.Secret;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any federated token is sent unchanged, or rejected without being quoted. */
public class FederatedTokenFuzzTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final ClientAuthenticationRequest REQUEST =
      new ClientAuthenticationRequest(
          "11111111-2222-3333-4444-555555555555",
          URI.create("https://login.microsoftonline.com/t/oauth2/v2.0/token"),
          CLOCK,
          new AuthListener() {});

  @TestFactory
  Stream<DynamicTest> federatedToken() {
    return Fuzz.of("federated-token", FederatedTokenFuzzTest::fuzzerTestOneInput)
        .words("\"exp\":", "\"aud\":", "1e999999999", ".", "=", "eyJ")
        .tests();
  }

  /** The input is a token, and the claims of another one. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    authenticate(new String(input, UTF_8));
    authenticate("e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(input) + ".c2ln");
  }

  private static void authenticate(String token) throws IOException {
    if (token.isEmpty()) {
      return; // A Secret is never empty.
    }
    try {
      ClientAuthentication proof =
          new FederatedAssertion(() -> Secret.of(token), "platform").authenticate(REQUEST);
      assertThat(proof.value().reveal()).isEqualTo(token).matches("[\\w.=-]+");
      Shown.check(proof.toString());
    } catch (CredentialException e) {
      Shown.check(e);
    }
  }
}
