package io.github.adtauth.internal.text;

/**
 * Collects the secrets of a request and does not reveal them. It is a tag of the request, which
 * interceptors of the user can read. Thread-safe.
 */
public final class SecretSink {
  private final RequestSecrets secrets;

  SecretSink(RequestSecrets secrets) {
    this.secrets = secrets;
  }

  /** Adds a secret that is about to be sent, as {@link RequestSecrets#add} does. */
  public void add(String secret) {
    secrets.add(secret);
  }
}
