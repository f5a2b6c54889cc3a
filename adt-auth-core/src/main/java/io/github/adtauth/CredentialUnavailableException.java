package io.github.adtauth;

/**
 * Thrown if a sign-in method is not configured on this machine, for example because the Azure CLI
 * is not installed. A chain ({@code TokenProviders.firstOf}) tries its next provider after this
 * exception and after no other.
 *
 * <p>Throw it from your own {@code TokenProvider} only if its credential does not exist here. For a
 * credential that exists but is rejected, expired or unreadable, and for a service that is down or
 * too slow, throw any other exception: otherwise a failure makes the chain call as another
 * identity.
 *
 * <pre>{@code
 * TokenProvider mine =
 *     request -> {
 *       if (Files.notExists(keyFile)) {
 *         throw new CredentialUnavailableException(
 *             ErrorDetails.of("The key file " + keyFile + " does not exist."));
 *       }
 *       return requestToken(keyFile, request);
 *     };
 * }</pre>
 */
public final class CredentialUnavailableException extends AdtException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with these details. */
  public CredentialUnavailableException(ErrorDetails details) {
    super(details);
  }

  @Override
  protected AdtException with(ErrorDetails details) {
    return new CredentialUnavailableException(details);
  }
}
