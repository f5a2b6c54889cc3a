package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.testkit.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checks of inbound tokens. */
class InboundTokenTest {
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  private static final String TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  private static final String OID = "99999999-8888-7777-6666-555555555555";

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-05T08:00:00Z"));
  private final InboundTokenChecks checks =
      new InboundTokenChecks(Set.of(CLIENT, "api://" + CLIENT, "api://contoso.com/rooms"), TENANT);

  private JsonObject claims() {
    JsonObject claims = new JsonObject();
    claims.addProperty("aud", "api://" + CLIENT);
    claims.addProperty("tid", TENANT);
    claims.addProperty("oid", OID);
    claims.addProperty("scp", "access_as_user");
    claims.addProperty("azp", "22222222-2222-3333-4444-555555555555");
    claims.addProperty("iat", clock.instant().getEpochSecond());
    claims.addProperty("exp", clock.instant().getEpochSecond() + 3600);
    return claims;
  }

  private static String jwt(String header, String payload) {
    return base64(header) + "." + base64(payload) + ".c2lnbmF0dXJl";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String with(Consumer<JsonObject> change) {
    JsonObject claims = claims();
    change.accept(claims);
    return jwt("{\"alg\":\"RS256\"}", claims.toString());
  }

  private void requireNotExpired(InboundToken token) {
    InboundTokenChecks.requireNotExpired(InboundTokenChecks.acceptedUntil(token), clock.millis());
  }

  private void assertRejected(String token, String reason) {
    assertThatThrownBy(() -> requireNotExpired(checks.check(token)))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void userTokenForThisApi_isAccepted() {
    InboundToken token = checks.check(with(c -> {}));
    assertThat(token.user()).isEqualTo(new UserId(OID, TENANT));
    assertThat(token.issuedAt()).isEqualTo(clock.instant());
    assertThat(token.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(token.anchorMailbox()).isEqualTo("Oid:" + OID + "@" + TENANT);
  }

  @ParameterizedTest
  @ValueSource(strings = {CLIENT, "api://" + CLIENT, "API://Contoso.com/rooms"})
  void configuredAudience_isAccepted(String audience) {
    String token = with(c -> c.addProperty("aud", audience));
    assertThatCode(() -> checks.check(token)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000003-0000-0000-c000-000000000000",
        "https://digitaltwins.azure.net",
        "api://other",
        "",
        "api://" + CLIENT + "/x",
      })
  void tokenForAnotherApi_isRejected(String audience) {
    assertRejected(with(c -> c.addProperty("aud", audience)), "another API");
  }

  @Test
  void audience_mayBeAnArrayButNotMissing() {
    String list =
        with(c -> c.add("aud", JsonParser.parseString("[\"x\",{},\"api://" + CLIENT + "\"]")));
    assertThatCode(() -> checks.check(list)).doesNotThrowAnyException();
    assertRejected(with(c -> c.remove("aud")), "another API");
    assertRejected(with(c -> c.add("aud", new JsonObject())), "another API");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"access_as_user\"", "\"openid access_as_user\"", "[\"access_as_user\"]"})
  void scopeClaimOfRfc9068_isDelegated(String scopes) {
    for (String claim : new String[] {"scp", "scope"}) {
      String token =
          with(
              c -> {
                c.remove("scp");
                c.add(claim, JsonParser.parseString(scopes));
              });
      assertThat(checks.check(token).user()).isEqualTo(new UserId(OID, TENANT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \"", "[]", "{}", "7", "null"})
  void emptyScope_isNotDelegated(String scopes) {
    assertRejected(
        with(
            c -> {
              c.remove("scp");
              c.add("scope", JsonParser.parseString(scopes));
            }),
        "application alone");
  }

  @Test
  void applicationTokenWithScopes_isRejected() {
    assertRejected(
        with(
            c -> {
              c.addProperty("scope", "access_as_user");
              c.addProperty("idtyp", "app");
            }),
        "application alone");
  }

  @Test
  void tokenThatRequiresNewSignIn_hasNoRegistrationStep() {
    clock.advance(Duration.ofHours(2));
    List<InboundTokenException> rejections =
        List.of(
            InboundTokenChecks.signedOut(),
            rejection(with(c -> c.addProperty("exp", clock.instant().getEpochSecond() - 600))),
            rejection(with(c -> c.remove("exp"))),
            rejection("opaque"));
    for (InboundTokenException rejection : rejections) {
      assertThat(rejection.fix().orElseThrow().step()).isNull();
      assertThat(rejection)
          .hasMessageContaining("Respond with 401 invalid_token")
          .hasMessageNotContaining("step ")
          .hasMessageNotContaining("Expose an API");
    }
    assertThat(rejection(with(c -> c.addProperty("aud", "x"))).fix().orElseThrow().step())
        .isEqualTo(RegistrationStep.EXPOSED_API);
  }

  private InboundTokenException rejection(String token) {
    return catchThrowableOfType(
        InboundTokenException.class, () -> requireNotExpired(checks.check(token)));
  }

  @Test
  void idToken_isRejected() {
    assertRejected(
        with(
            c -> {
              c.remove("scp");
              c.remove("azp");
              c.addProperty("nonce", "n");
            }),
        "ID token");
  }

  @Test
  void applicationToken_isRejected() {
    assertRejected(with(c -> c.remove("scp")), "application alone");
    assertRejected(with(c -> c.addProperty("scp", " ")), "application alone");
    assertRejected(with(c -> c.addProperty("idtyp", "app")), "application alone");
  }

  @Test
  void tokenOfAnotherTenant_isRejectedIfTenantIsAnId() {
    String token = with(c -> c.addProperty("tid", "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee"));
    assertRejected(token, "another tenant");
    InboundTokenChecks byName = new InboundTokenChecks(Set.of("api://" + CLIENT), "contoso.com");
    assertThatCode(() -> byName.check(token)).doesNotThrowAnyException();
  }

  @Test
  void expiredToken_isRejectedAfterClockSkew() {
    InboundToken token = checks.check(with(c -> {}));
    clock.advance(Duration.ofMinutes(60).plusSeconds(59));
    assertThatCode(() -> requireNotExpired(token)).doesNotThrowAnyException();
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> requireNotExpired(token))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining("has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "null", "{}", "[]", "true", "-1", "1e300", "253402300800"})
  void tokenWithoutExpiry_isRejected(String exp) {
    assertRejected(with(c -> c.add("exp", JsonParser.parseString(exp))), "time of expiry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "...",
        "abc",
        "a.b",
        "a.b.c",
        "e30.e30.",
        "e30..e30",
        "e30.e30.e 0",
        "e30=.e30.e30",
        "W10.e30.e30",
        "e30.W10.e30",
        "ü.e30.e30",
        "Bearer e30.e30.e30",
        "e30.e30.e30=",
        "e30.e30.e3+",
        "e30.e30.e3/",
        "e30.e30.e30\n",
        " e30.e30.e30",
      })
  void malformedJwt_isRejected(String token) {
    assertThatThrownBy(() -> checks.check(token)).isInstanceOf(InboundTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AB", "AI", "AP", "AAB", "AAC", "AAD", "AAAAA", "AA=", "AA==", "A+"})
  void nonCanonicalSignature_isRejected(String signature) {
    String token = with(c -> {});
    assertRejected(token.substring(0, token.lastIndexOf('.') + 1) + signature, "not a signed JWT");
  }

  @Test
  void nonCanonicalHeaderOrClaims_isRejected() {
    for (int spaces = 0; spaces < 3; spaces++) {
      String json = "{" + " ".repeat(spaces) + "}";
      String claims = claims().toString().replaceFirst("\\{", "{" + " ".repeat(spaces));
      for (int part = 0; part < 2; part++) {
        String[] parts = jwt(json, claims).split("\\.");
        int last = parts[part].length() - 1;
        // The next character differs in the unused bits alone, unless there are none.
        parts[part] = parts[part].substring(0, last) + (char) (parts[part].charAt(last) + 1);
        if (parts[part].length() % 4 != 0) {
          assertRejected(String.join(".", parts), "not a signed JWT");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "AQ", "AAA", "AAE", "AAAA", "AAAB", "-_-_", "__-8"})
  void canonicalSignature_isAccepted(String signature) {
    String token = with(c -> {});
    String signed = token.substring(0, token.lastIndexOf('.') + 1) + signature;
    assertThatCode(() -> checks.check(signed)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oid", "tid"})
  void overlongId_isRejected(String claim) {
    InboundTokenChecks byName = new InboundTokenChecks(Set.of("api://" + CLIENT), "contoso.com");
    String longest = with(c -> c.addProperty(claim, "x".repeat(128)));
    assertThatCode(() -> byName.check(longest)).doesNotThrowAnyException();
    String tooLong = with(c -> c.addProperty(claim, "x".repeat(129)));
    assertThatThrownBy(() -> byName.check(tooLong))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void weight_includesIds() {
    assertThat(checks.check(with(c -> c.remove("oid"))).weight()).isZero();
    int plain = checks.check(with(c -> {})).weight();
    int longer = checks.check(with(c -> c.addProperty("oid", OID + "\u4e00"))).weight();
    assertThat(plain).isGreaterThanOrEqualTo(OID.length() + TENANT.length());
    assertThat(longer - plain).isEqualTo(2);
  }

  @Test
  void encryptedToken_isRejectedWithReason() {
    assertRejected("e30.e30.e30.e30.e30", "encrypted");
  }

  @Test
  void hugeOrDeepToken_isRejected() {
    assertRejected("e30." + "A".repeat(64 << 10) + ".e30", "JWT");
    assertRejected(jwt("{}", "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"), "JWT");
  }

  @ParameterizedTest
  @CsvSource({"oid,guest", "tid,contoso.com"})
  void anchorMailbox_isAbsentIfAnIdIsNotAGuid(String claim, String value) {
    JwtClaims claims = JwtClaims.parse(with(c -> c.addProperty(claim, value)));
    assertThat(claims).isNotNull();
    InboundToken token = InboundToken.from(claims, TENANT);
    assertThat(token).isNotNull();
    assertThat(token.anchorMailbox()).isNull();
  }

  @Test
  void tokenWithoutUserId_hasNoUser() {
    InboundToken token = checks.check(with(c -> c.remove("oid")));
    assertThat(token.user()).isNull();
    assertThat(token.anchorMailbox()).isNull();
  }

  @Test
  void damagedToken_isRejectedOrAccepted() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String good = with(c -> {});
    for (int i = 0; i < 5_000; i++) {
      char[] damaged = good.toCharArray();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] =
            (char) random.nextInt(random.nextInt(3) == 0 ? 0x10000 : 128);
      }
      try {
        requireNotExpired(checks.check(new String(damaged)));
      } catch (InboundTokenException e) {
        assertThat(e.getMessage()).as("seed %d", seed).doesNotContain(OID);
      }
    }
  }
}
