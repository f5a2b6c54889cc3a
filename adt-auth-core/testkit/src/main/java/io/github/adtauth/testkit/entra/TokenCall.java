package io.github.adtauth.testkit.entra;

import java.time.Instant;
import java.util.Map;
import okhttp3.Headers;

/**
 * A request to the token endpoint, successful or rejected. Immutable.
 *
 * @param tenant the tenant in the path
 * @param grantType the grant type, or empty
 * @param form the form parameters
 * @param headers the headers
 * @param at when it arrived, by the clock of {@link FakeEntra}
 */
public record TokenCall(
    String tenant, String grantType, Map<String, String> form, Headers headers, Instant at) {
  /** Returns a form parameter, or an empty string. */
  public String parameter(String name) {
    return form.getOrDefault(name, "");
  }

  /** Returns the grant type and the tenant, without secrets. */
  @Override
  public String toString() {
    return grantType + " at " + tenant;
  }
}
