package io.github.adtauth.signin;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.adtauth.Secret;
import java.util.function.Supplier;

/**
 * What a confidential client proves itself with: a secret. Immutable and thread-safe; share it.
 * Prints its kind only.
 */
public final class ClientCredential {
  private final String kind;
  private final Supplier<IClientCredential> credential;

  private ClientCredential(String kind, Supplier<IClientCredential> credential) {
    this.kind = kind;
    this.credential = credential;
  }

  /** Returns a client secret: the Value of it, not its Secret ID. */
  public static ClientCredential secret(Secret value) {
    return new ClientCredential(
        "client secret", () -> ClientCredentialFactory.createFromSecret(value.reveal()));
  }

  /**
   * Returns a client secret: the Value of it, not its Secret ID.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public static ClientCredential secret(String value) {
    return secret(Secret.of(value));
  }

  IClientCredential forMsal() {
    return credential.get();
  }

  @Override
  public String toString() {
    return kind;
  }
}
