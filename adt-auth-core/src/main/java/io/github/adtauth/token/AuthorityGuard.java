package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import java.io.IOException;

/**
 * Leaves a token service alone that failed several times in a row or asked for it: whoever asks
 * meanwhile is refused at once. Stands right before the source, so that what a store answers is
 * neither refused nor taken for a sign that the service is well.
 */
final class AuthorityGuard implements TokenProvider {
  private final TokenProvider source;
  private final Backoff backoff;

  AuthorityGuard(TokenProvider source, Backoff backoff) {
    this.source = source;
    this.backoff = backoff;
  }

  @Override
  public AccessToken token(TokenRequest request) throws IOException {
    if (backoff.active() instanceof AdtException failure) {
      throw leftAlone(failure, backoff);
    }
    try {
      AccessToken token = source.token(request);
      backoff.succeeded();
      return token;
    } catch (AdtException e) {
      if (isTheAuthoritys(e)) {
        backoff.failed(e, e.retryAfter().orElse(null));
      }
      throw e;
    }
  }

  /** Tells whether a failure is a refusal of this guard. */
  static boolean isRefusal(Throwable failure, Backoff backoff) {
    Throwable active = backoff.active();
    return active != null && failure.getCause() == active;
  }

  static UnavailableException leftAlone(AdtException failure, Backoff backoff) {
    return new UnavailableException(
        ErrorDetails.of("The token service failed a moment ago and is left alone for now.")
            .status(failure.status())
            .correlationId(failure.correlationId().orElse(null))
            .retryAfter(backoff.remaining())
            .cause(failure));
  }

  /** What was refused here, before anybody was asked, says nothing of the token service. */
  private static boolean isTheAuthoritys(AdtException e) {
    return e.retryable() && (e.status() != 0 || e.getCause() instanceof IOException);
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
