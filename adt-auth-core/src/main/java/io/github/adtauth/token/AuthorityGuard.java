package io.github.adtauth.token;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import java.io.IOException;
import java.time.Duration;

/**
 * Leaves a token service alone that failed several times in a row or asked for it: whoever asks
 * meanwhile is refused at once. It stands right around the question, so that what a store answers
 * is neither refused nor taken for a sign of how the service is. Thread-safe; one for each {@link
 * TokenCache}.
 */
public final class AuthorityGuard {
  private final Backoff backoff;

  AuthorityGuard(Backoff backoff) {
    this.backoff = backoff;
  }

  /**
   * One question to the token service.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks and waits for the answer. */
    T ask() throws IOException;
  }

  /**
   * Asks, unless the service is left alone.
   *
   * @throws UnavailableException if it is left alone
   * @throws IOException what the question throws, as any other exception
   */
  public <T> T ask(Question<T> question) throws IOException {
    if (backoff.active() instanceof AdtException failure) {
      throw leftAlone(failure, backoff);
    }
    try {
      T answer = question.ask();
      backoff.succeeded();
      return answer;
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
    Duration remaining = backoff.remaining();
    return new UnavailableException(
        ErrorDetails.of("The token service failed a moment ago and is left alone for now.")
            .status(failure.status())
            .correlationId(failure.correlationId().orElse(null))
            .retryAfter(remaining)
            .cause(failure));
  }

  /** What was refused here, before anybody was asked, says nothing of the token service. */
  private static boolean isTheAuthoritys(AdtException e) {
    return e.retryable() && (e.status() != 0 || e.getCause() instanceof IOException);
  }
}
