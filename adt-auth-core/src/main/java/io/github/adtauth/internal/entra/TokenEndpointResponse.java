package io.github.adtauth.internal.entra;

import okhttp3.Headers;

/**
 * An unparsed response of the token service. Immutable. Prints only the status, because the other
 * components may contain tokens and secrets.
 *
 * @param requestForm the form that the request sent, whose secrets are redacted from errors
 */
public record TokenEndpointResponse(int status, Headers headers, String body, String requestForm) {
  @Override
  public String toString() {
    return "TokenEndpointResponse[" + status + "]";
  }
}
