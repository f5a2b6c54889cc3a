package io.github.adtauth.internal.onbehalfof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.store.StoreKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: an inbound token is accepted for this API, or rejected with a fixed message. */
public class InboundTokenFuzzTest {
  private static final String AUDIENCE = "api://6e74172b-be56-4843-9ff4-e66a39bb12e3";
  private static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final InboundTokenChecks RULES = new InboundTokenChecks(Set.of(AUDIENCE), TENANT);

  @TestFactory
  Stream<DynamicTest> inboundToken() {
    return Fuzz.of("jwt-claims", InboundTokenFuzzTest::fuzzerTestOneInput)
        .words("\"aud\":", AUDIENCE, "\"oid\":", "\"tid\":", TENANT, "\"scp\":", "\"exp\":")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    admit(new String(input, UTF_8));
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    admit("eyJhbGciOiJSUzI1NiJ9." + base64.encodeToString(input) + ".c2ln");
  }

  private static void admit(String assertion) {
    try {
      InboundToken token = RULES.check(assertion);
      assertThat(token.expiresAt()).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));
      assertThat(token.issuedAt()).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));
      if (token.user() != null) {
        assertThat(token.user().tenantId()).isEqualTo(TENANT);
        // A store key can be derived from the token.
        assertThat(StoreKey.of("session", token.user().objectId())).isNotNull();
      }
      String mailbox = token.anchorMailbox();
      assertThat(mailbox == null ? "Oid:@" : mailbox).matches("Oid:[0-9a-f-]*@[0-9a-f-]*");
      Shown.check(token.toString());
      assertThat(new String(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[1]), UTF_8))
          .as("accepted token contains the API")
          .containsIgnoringCase("aud");
      InboundTokenChecks.requireNotExpired(InboundTokenChecks.acceptedUntil(token), NOW);
    } catch (InboundTokenException e) {
      Shown.check(e);
      assertThat(e.errorCode()).hasValue("invalid_token");
    }
  }
}
