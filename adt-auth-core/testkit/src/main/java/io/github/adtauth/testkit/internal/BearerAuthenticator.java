package io.github.adtauth.testkit.internal;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.TokenVerifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Authenticates callers by their bearer tokens. Thread-safe. */
public final class BearerAuthenticator {
  private final Set<String> audiences;
  private final String tenantId;
  private final TokenVerifier verifier;

  public BearerAuthenticator(Set<String> audiences, String tenantId, TokenVerifier verifier) {
    this.audiences = audiences;
    this.tenantId = tenantId;
    this.verifier = verifier;
  }

  /** Returns the principal of a valid token, or throws a 401 response. */
  public Principal authenticate(RecordedRequest request) {
    String header = request.getHeaders().get("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw unauthorized("Access token is empty.");
    }
    JsonObject claims = verifier.verify(header.substring(7).strip());
    if (claims == null) {
      throw unauthorized("Access token validation failure.");
    }
    String audience = Json.text(claims, "aud").replaceFirst("/$", "");
    if (!audiences.contains(audience)) {
      throw unauthorized("Access token validation failure. Invalid audience.");
    }
    if (!tenantId.equals(Json.string(claims, "tid"))) {
      throw unauthorized("Access token validation failure. Invalid tenant.");
    }
    boolean app = "app".equals(Json.string(claims, "idtyp"));
    String oid = Json.text(claims, "oid");
    Set<String> permissions =
        app ? Set.copyOf(Json.strings(claims, "roles")) : words(Json.string(claims, "scp"));
    return new Principal(oid, app, permissions);
  }

  private static Set<String> words(@Nullable String text) {
    Stream<String> words = text == null ? Stream.of() : Arrays.stream(text.split(" ", -1));
    return words.collect(Collectors.toUnmodifiableSet());
  }

  private static ErrorResponseException unauthorized(String text) {
    return new ErrorResponseException(401, "InvalidAuthenticationToken", text);
  }
}
