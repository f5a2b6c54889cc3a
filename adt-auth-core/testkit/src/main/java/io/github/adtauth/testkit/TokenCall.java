package io.github.adtauth.testkit;

import java.time.Instant;
import java.util.Map;
import okhttp3.Headers;

/**
 * One request at the token endpoint, answered well or not. Immutable.
 *
 * @param tenant the tenant as the path named it
 * @param grantType the grant type, empty when missing
 * @param form the form parameters
 * @param headers the headers
 * @param at when it arrived, by Entra's clock
 */
public record TokenCall(
    String tenant, String grantType, Map<String, String> form, Headers headers, Instant at) {
  /** Returns a form parameter, or an empty text. */
  public String parameter(String name) {
    return form.getOrDefault(name, "");
  }

  /** Names the call, without its secrets. */
  @Override
  public String toString() {
    return grantType + " at " + tenant;
  }
}
