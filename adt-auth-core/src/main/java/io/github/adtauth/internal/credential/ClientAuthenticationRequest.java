package io.github.adtauth.internal.credential;

import io.github.adtauth.AuthListener;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;

/**
 * What a proof is made for. Immutable and thread-safe.
 *
 * @param clientId whose proof it is
 * @param tokenEndpoint who is to believe it
 * @param clock tells its lifetime
 * @param listener is told of credentials that were read again or end soon
 */
public record ClientAuthenticationRequest(
    String clientId, URI tokenEndpoint, Clock clock, AuthListener listener) {
  /** States a request. */
  public ClientAuthenticationRequest {
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
    Objects.requireNonNull(clock, "clock");
    listener = AuthListener.guarded(listener);
  }
}
