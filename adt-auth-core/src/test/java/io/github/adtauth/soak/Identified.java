package io.github.adtauth.soak;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * An instance whose twin {@code whoami} describes the token of the request: its owner and its
 * lifetime. The emulator validates the token first and handles all other requests.
 */
final class Identified implements FakeService {
  /** The twin that describes the token. */
  record WhoAmI(String owner, long issued, long expires) {}

  private final FakeService emulator;
  private final TokenVerifier verifier;
  private final Witness witness;

  Identified(FakeService emulator, TokenVerifier verifier, Witness witness) {
    this.emulator = emulator;
    this.verifier = verifier;
    this.witness = witness;
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    String header = String.valueOf(request.getHeaders().get("Authorization"));
    JsonObject claims = header.startsWith("Bearer ") ? claims(header.substring(7)) : null;
    if (claims == null || !claims.get("aud").getAsString().contains("digitaltwins")) {
      witness.violation("the instance was called with something that is no token of its own");
    }
    // Read before the emulator responds, because the token may expire in the meantime.
    boolean valid = claims != null && verifier.verify(header.substring(7)) != null;
    MockResponse response = emulator.handle(request);
    boolean asked = request.getTarget().startsWith("/digitaltwins/whoami");
    if (claims == null || !asked || response.getCode() != 200) {
      return response;
    }
    if (!valid) {
      witness.violation("the emulator took a token that is not valid");
    }
    JsonObject body = new JsonObject();
    body.addProperty("$dtId", "whoami");
    body.addProperty("owner", claims.get("oid").getAsString());
    body.addProperty("issued", claims.get("iat").getAsLong() * 1000);
    body.addProperty("expires", claims.get("exp").getAsLong() * 1000);
    return new MockResponse.Builder()
        .setHeader("Content-Type", "application/json")
        .body(body.toString())
        .build();
  }

  /** Not verified: an expired token may come when a clock was set back. */
  private static JsonObject claims(String jwt) {
    String payload = jwt.split("\\.", -1)[1];
    byte[] json = Base64.getUrlDecoder().decode(payload);
    return JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
