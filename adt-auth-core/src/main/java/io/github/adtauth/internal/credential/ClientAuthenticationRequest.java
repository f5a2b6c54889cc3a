package io.github.adtauth.internal.credential;

import io.github.adtauth.AuthListener;
import io.github.adtauth.internal.listener.GuardedAuthListener;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;

/**
 * The client and token endpoint that a client authentication is for. Immutable and thread-safe.
 *
 * @param clientId the client ID: issuer and subject of an assertion
 * @param tokenEndpoint the token endpoint: audience of an assertion
 * @param clock the clock that dates an assertion
 * @param listener the listener for reloaded and expiring certificates
 */
public record ClientAuthenticationRequest(
    String clientId, URI tokenEndpoint, Clock clock, AuthListener listener) {
  /** Creates a request. */
  public ClientAuthenticationRequest {
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
    Objects.requireNonNull(clock, "clock");
    listener = GuardedAuthListener.of(listener);
  }
}
