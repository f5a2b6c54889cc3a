package io.github.adtauth.internal.doctor;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.text.Redactor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The claims of a token, redacted for display. The signature is not verified. Immutable. */
public final class TokenSummary {
  private static final int MAX_LENGTH = 100;
  private static final int MAX_VALUES = 10;

  private final JwtClaims claims;

  private TokenSummary(JwtClaims claims) {
    this.claims = claims;
  }

  /** Returns the claims, or null if the token is not a JWT. */
  public static @Nullable TokenSummary parse(String token) {
    JwtClaims claims = JwtClaims.parse(token);
    return claims == null ? null : new TokenSummary(claims);
  }

  /** Returns a scalar member for display; empty if it is absent. */
  static String text(JsonObject json, String name) {
    String value = JsonMembers.scalar(json, name);
    return value == null ? "" : redact(value);
  }

  String text(String name) {
    return text(claims.json(), name);
  }

  List<String> texts(String name) {
    return claims.strings(name).stream().limit(MAX_VALUES).map(TokenSummary::redact).toList();
  }

  @Nullable Instant expiresAt() {
    return claims.instant("exp");
  }

  /** Returns whether the token is a user's, which has scopes in the claim {@code scp}. */
  boolean hasUser() {
    return !text("scp").isEmpty();
  }

  /** Returns whether the token has a scope. */
  public boolean hasScope(String scope) {
    return claims.json().get("scp") instanceof JsonPrimitive scopes
        && List.of(scopes.getAsString().split(" ", -1)).contains(scope);
  }

  /** Returns audience, scopes, issuer, client and expiry in one line. */
  String summary() {
    String audience = String.join(", ", texts("aud"));
    StringBuilder text =
        new StringBuilder("for ").append(audience.isEmpty() ? "no audience" : audience);
    text.append(hasUser() ? ", of a user, scopes " + text("scp") : ", of an application");
    append(text, ", version ", text("ver"));
    append(text, ", issued by ", text("iss"));
    append(text, ", to client ", text("azp").isEmpty() ? text("appid") : text("azp"));
    append(text, ", expires at ", expiresAt() == null ? "" : String.valueOf(expiresAt()));
    return text.toString();
  }

  private static void append(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append(label).append(value);
    }
  }

  private static String redact(String value) {
    return Redactor.sanitize(value, MAX_LENGTH);
  }

  /** Returns the expiry only, because the other claims are personal data. */
  @Override
  public String toString() {
    return "TokenSummary[" + expiresAt() + "]";
  }
}
