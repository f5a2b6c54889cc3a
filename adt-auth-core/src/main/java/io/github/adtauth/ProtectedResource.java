package io.github.adtauth;

import io.github.adtauth.internal.text.Redactor;
import java.net.URI;
import java.util.Objects;

/**
 * A web API and its scope. A token for the scope is sent only to the scheme, host and port of the
 * base URL. Immutable and thread-safe.
 *
 * @param baseUrl https URL of the API; the caller chooses the path below it
 * @param scope the scope to request tokens for, such as {@code
 *     https://digitaltwins.azure.net/.default}
 */
public record ProtectedResource(URI baseUrl, String scope) {
  /**
   * Creates a resource.
   *
   * @throws IllegalArgumentException if the URL is not https or has no host, or the scope is blank
   */
  public ProtectedResource {
    Objects.requireNonNull(baseUrl, "baseUrl");
    Objects.requireNonNull(scope, "scope");
    if (!"https".equalsIgnoreCase(baseUrl.getScheme()) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "baseUrl must be an https URL with a host: '"
              + Redactor.redactSetting(baseUrl.toString())
              + "'");
    }
    if (baseUrl.getRawUserInfo() != null) {
      throw new IllegalArgumentException("baseUrl must not contain a user name");
    }
    SettingParser.checkSingleScope(scope);
  }

  /** Returns a description without the query, which may contain a key. */
  @Override
  public String toString() {
    String url = "https://" + baseUrl.getRawAuthority() + baseUrl.getRawPath();
    return "ProtectedResource[baseUrl=" + Redactor.sanitize(url, 300) + ", scope=" + scope + "]";
  }
}
