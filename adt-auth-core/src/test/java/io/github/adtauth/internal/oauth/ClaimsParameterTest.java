package io.github.adtauth.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsParameterTest {
  private static final String CP1 = "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}";

  @Test
  void noClaimsAndNoCapability_isNull() {
    assertThat(ClaimsParameter.withCapability(null, false)).isNull();
  }

  @Test
  void noClaims_yieldsCapability() {
    assertThat(ClaimsParameter.withCapability(null, true)).isEqualTo(CP1);
  }

  @Test
  void claimsWithCapability_areUnchanged() {
    String demand = " { \"access_token\" : { \"xms_cc\" : { \"values\" : [ \"cp1\" ] } } } ";

    assertThat(ClaimsParameter.withCapability(demand, true)).isEqualTo(demand);
  }

  @Test
  void claims_areLimitedTo16Kilobytes() {
    for (String letter : new String[] {"a", "é"}) {
      int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
      String full = "{\"x\":\"" + letter.repeat(((16 << 10) - 8) / bytes) + "\"}";

      assertThat(ClaimsParameter.isClaims(full)).isTrue();
      assertThat(ClaimsParameter.isClaims(full + " ")).isFalse();
    }
  }

  @Test
  void claimsWithoutCapability_areUnchanged() {
    String demand = " { \"access_token\" : { \"nbf\" : { \"value\" : 1.0e1 } } } ";

    assertThat(ClaimsParameter.withCapability(demand, false)).isEqualTo(demand);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {'access_token':{'xms_cc':{'values':['cp1']}}}",
        "{'access_token':null} | {'access_token':{'xms_cc':{'values':['cp1']}}}",
        "{'access_token':{'xms_cc':null}} | {'access_token':{'xms_cc':{'values':['cp1']}}}",
        "{'access_token':{'xms_cc':{'values':null}}} | {'access_token':{'xms_cc':{'values':['cp1']}}}",
        "{'access_token':{'xms_cc':{'values':['x']}}} | {'access_token':{'xms_cc':{'values':['x','cp1']}}}",
        "{'access_token':{'xms_cc':{'essential':true}}} | {'access_token':{'xms_cc':{'essential':true,'values':['cp1']}}}",
        "{'access_token':{'nbf':{'essential':true,'value':'1'}}} | {'access_token':{'nbf':{'essential':true,'value':'1'},'xms_cc':{'values':['cp1']}}}",
        "{'id_token':{'given_name':null}} | {'id_token':{'given_name':null},'access_token':{'xms_cc':{'values':['cp1']}}}",
      })
  void capability_isAddedToClaims(String demand, String merged) {
    assertThat(ClaimsParameter.withCapability(demand.replace('\'', '"'), true))
        .isEqualTo(merged.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e400", "-0", "12345678901234567890123", "0.10", "1E-7"})
  void numbers_areUnchanged(String number) {
    assertThat(ClaimsParameter.withCapability("{\"x\":" + number + "}", true))
        .startsWith("{\"x\":" + number + ",");
  }

  @Test
  void unknownMembers_areKept() {
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      JsonObject demand = object(random, 4);
      if (random.nextBoolean()) {
        demand.add("access_token", object(random, 3));
      }
      String merged = ClaimsParameter.withCapability(demand.toString(), true);
      assertThat(merged).isNotNull().contains("cp1");
      assertThat(ClaimsParameter.withCapability(merged, true)).isEqualTo(merged);

      JsonObject rest = JsonParser.parseString(merged).getAsJsonObject();
      rest.getAsJsonObject("access_token").remove("xms_cc");
      if (!demand.has("access_token")) {
        demand.add("access_token", new JsonObject());
      }
      assertThat(rest.toString()).hasSameSizeAs(demand.toString());
      assertThat(rest).isEqualTo(demand);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{} {}",
        "{'a':1}",
        "{\"access_token\":7}",
        "{\"access_token\":{\"xms_cc\":[]}}",
        "{\"access_token\":{\"xms_cc\":{\"values\":\"cp1\"}}}",
        "{\"secret-in-here\":}"
      })
  void invalidClaims_areRejectedWithoutQuoting(String demand) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClaimsParameter.withCapability(demand, true))
        .withMessageNotContaining("secret-in-here");
  }

  @Test
  void depthAndSize_areLimited() {
    assertThat(ClaimsParameter.withCapability(nested(16), true)).isNotNull();
    assertThat(ClaimsParameter.isClaims(nested(17))).isFalse();
    assertThat(ClaimsParameter.isClaims(nested(100_000))).isFalse();
    assertThat(ClaimsParameter.isClaims("{\"a\":\"" + "x".repeat(16_000) + "\"}")).isTrue();
    assertThat(ClaimsParameter.isClaims("{\"a\":\"" + "x".repeat(17_000) + "\"}")).isFalse();
    assertThat(ClaimsParameter.isClaims("{\"a\":\"" + "é".repeat(9_000) + "\"}")).isFalse();
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }

  private static JsonObject object(Random random, int depth) {
    JsonObject object = new JsonObject();
    for (int n = random.nextInt(5); n > 0; n--) {
      object.add("m" + random.nextInt(100) + "\"\u2028<é", element(random, depth));
    }
    return object;
  }

  private static JsonElement element(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2 -> new JsonPrimitive("s" + random.nextInt() + "\\\"\n/");
      case 3 -> new JsonPrimitive(new BigDecimal(random.nextInt() + ".10"));
      case 4 -> object(random, depth - 1);
      default -> array(random, depth - 1);
    };
  }

  private static JsonArray array(Random random, int depth) {
    JsonArray array = new JsonArray();
    for (int n = random.nextInt(4); n > 0; n--) {
      array.add(element(random, depth));
    }
    return array;
  }
}
