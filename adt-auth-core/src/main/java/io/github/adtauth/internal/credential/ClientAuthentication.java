package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import java.util.Objects;

/**
 * What is sent to prove who the client is: good for one exchange. Immutable, thread-safe.
 *
 * @param kind how it is sent
 * @param value the secret or the JWT
 */
public record ClientAuthentication(Kind kind, Secret value) {
  /** How a proof is sent. */
  public enum Kind {
    /** As {@code client_secret} (RFC 6749 2.3.1). */
    CLIENT_SECRET,
    /** As {@code client_assertion} of type jwt-bearer (RFC 7523 2.2). */
    CLIENT_ASSERTION
  }

  /** States a proof. */
  public ClientAuthentication {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(value, "value");
  }

  static ClientAuthentication assertion(Secret jwt) {
    return new ClientAuthentication(Kind.CLIENT_ASSERTION, jwt);
  }
}
