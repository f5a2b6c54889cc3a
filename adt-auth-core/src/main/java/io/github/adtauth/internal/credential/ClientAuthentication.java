package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import java.util.Objects;

/**
 * The client authentication of one token request (RFC 6749 2.3, RFC 7523 2.2). Immutable and
 * thread-safe.
 *
 * @param kind the request parameter that carries the value
 * @param value the client secret or the signed JWT
 */
public record ClientAuthentication(Kind kind, Secret value) {
  /** The request parameter of a client authentication. */
  public enum Kind {
    /** {@code client_secret} (RFC 6749 2.3.1). */
    CLIENT_SECRET,
    /** {@code client_assertion} of type jwt-bearer (RFC 7523 2.2). */
    CLIENT_ASSERTION
  }

  /** Creates a client authentication. */
  public ClientAuthentication {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(value, "value");
  }

  static ClientAuthentication assertion(Secret jwt) {
    return new ClientAuthentication(Kind.CLIENT_ASSERTION, jwt);
  }
}
