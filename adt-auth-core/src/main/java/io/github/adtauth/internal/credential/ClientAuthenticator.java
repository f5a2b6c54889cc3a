package io.github.adtauth.internal.credential;

import io.github.adtauth.credential.ClientCredential;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the token endpoint access to the secrets of a {@link ClientCredential}, which the exported
 * class does not expose. {@code ClientCredential} sets the instance when it is initialized.
 */
public abstract class ClientAuthenticator {
  private static volatile @Nullable ClientAuthenticator instance;

  /** Creates the accessor; only {@code ClientCredential} does. */
  protected ClientAuthenticator() {}

  /** Sets the accessor. */
  public static void setInstance(ClientAuthenticator value) {
    instance = value;
  }

  /**
   * Returns the client authentication for one token request. May read a file, sign, or call a
   * federated token source, on the calling thread.
   *
   * @throws io.github.adtauth.CredentialException if the credential cannot be used
   * @throws IOException if the credential's source is temporarily unavailable
   */
  public static ClientAuthentication authenticate(
      ClientCredential credential, ClientAuthenticationRequest request) throws IOException {
    return source(credential).authenticate(request);
  }

  /**
   * Discards the credential's cached contents, because Entra ID rejected them.
   *
   * @return whether a new client authentication may be accepted; false for credentials in memory
   */
  public static boolean reload(ClientCredential credential) {
    return source(credential).reload();
  }

  private static ClientAuthenticationSource source(ClientCredential credential) {
    // A credential exists only if its class is initialized.
    return Objects.requireNonNull(instance, "instance").sourceOf(credential);
  }

  /** Returns the source of the credential's client authentications. */
  protected abstract ClientAuthenticationSource sourceOf(ClientCredential credential);
}
