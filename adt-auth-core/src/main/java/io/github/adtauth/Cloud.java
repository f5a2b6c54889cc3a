package io.github.adtauth;

import java.net.URI;
import java.util.Objects;

/**
 * An Azure cloud: where its Entra ID lives and which scope guards Digital Twins there. Immutable
 * and thread-safe; share it.
 *
 * @param authorityHost base URL of Entra ID, https, without path, such as {@code
 *     https://login.microsoftonline.com}
 * @param scope the Digital Twins scope, {@code https://digitaltwins.azure.net/.default} in every
 *     cloud that is known
 */
public record Cloud(URI authorityHost, String scope) {
  /** The scope of Digital Twins; the service's own SDKs use it for all clouds. */
  public static final String DIGITAL_TWINS_SCOPE = "https://digitaltwins.azure.net/.default";

  /** Azure, the public cloud. */
  public static final Cloud PUBLIC =
      new Cloud(URI.create("https://login.microsoftonline.com"), DIGITAL_TWINS_SCOPE);

  /** Azure Government of the United States. */
  public static final Cloud US_GOVERNMENT =
      new Cloud(URI.create("https://login.microsoftonline.us"), DIGITAL_TWINS_SCOPE);

  /**
   * States a cloud of your own.
   *
   * @throws IllegalArgumentException if the authority is not an https URL without path, or the
   *     scope is blank
   */
  public Cloud {
    Objects.requireNonNull(scope, "scope");
    authorityHost =
        SettingParser.authorityHost(
            Objects.requireNonNull(authorityHost, "authorityHost").toString());
    SettingParser.oneScope(scope);
  }
}
