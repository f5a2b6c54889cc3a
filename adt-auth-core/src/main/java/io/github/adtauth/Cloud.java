package io.github.adtauth;

import java.net.URI;
import java.util.Objects;

/**
 * An Azure cloud: the address of its Entra ID and the scope of Digital Twins. Immutable and
 * thread-safe.
 *
 * @param authorityHost base URL of Entra ID, https, without a path, such as {@code
 *     https://login.microsoftonline.com}
 * @param scope the Digital Twins scope, {@code https://digitaltwins.azure.net/.default} in every
 *     known cloud
 */
public record Cloud(URI authorityHost, String scope) {
  /** The scope of Digital Twins. The service's SDKs use it in all clouds. */
  public static final String DIGITAL_TWINS_SCOPE = "https://digitaltwins.azure.net/.default";

  /** The public Azure cloud. */
  public static final Cloud PUBLIC =
      new Cloud(URI.create("https://login.microsoftonline.com"), DIGITAL_TWINS_SCOPE);

  /** The Azure Government cloud of the United States. */
  public static final Cloud US_GOVERNMENT =
      new Cloud(URI.create("https://login.microsoftonline.us"), DIGITAL_TWINS_SCOPE);

  /**
   * Creates a cloud.
   *
   * @throws IllegalArgumentException if the authority is not an https URL without a path, or the
   *     scope is blank
   */
  public Cloud {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(authorityHost, "authorityHost");
    try {
      authorityHost = SettingParser.authorityHost(authorityHost.toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("authorityHost " + e.getMessage(), e);
    }
    SettingParser.checkSingleScope(scope);
  }
}
