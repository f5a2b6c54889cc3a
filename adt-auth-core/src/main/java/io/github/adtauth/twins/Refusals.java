package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.RetryAfter;
import io.github.adtauth.token.BearerChallenge;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what an answer means that is not 2xx. */
final class Refusals {
  private static final int ERROR_LIMIT = 64 * 1024;

  private Refusals() {}

  static AdtException of(Answer answer, Clock clock) throws IOException {
    String body = answer.text(ERROR_LIMIT);
    ServiceError error = body == null ? null : ServiceError.parse(body, answer.secrets());
    boolean empty = body != null && body.isBlank();
    switch (answer.status()) {
      case 408, 429, 500, 502, 503, 504 -> {
        return new UnavailableException(
            details(answer, error, "the service is busy or down.")
                .retryAfter(RetryAfter.of(answer.headers(), clock)));
      }
      case 401 -> {
        return rejected(answer, error);
      }
      case 404 -> {
        if (body != null && body.strip().startsWith("Sub-Domain not found")) {
          return wrongTenant(answer);
        }
      }
      default -> {}
    }
    if (error == null && !(empty && (answer.status() == 403 || answer.status() == 412))) {
      return answer.unexpected("the answer is no error of the service.", null);
    }
    return refused(answer, error);
  }

  private static AdtException refused(Answer answer, @Nullable ServiceError error) {
    List<Detail> further = error == null ? List.of() : error.details();
    switch (answer.status()) {
      case 403 -> {
        return new AccessDeniedException(
            details(answer, error, "access is denied.").fix(Fix.ROLE_MISSING), further);
      }
      case 404 -> {
        // Without a code it is a gateway that speaks, and the twin may well be there.
        return error == null || error.code() == null
            ? answer.unexpected("nothing is known of a service at this address.", null)
            : new NotFoundException(details(answer, error, "it does not exist."), further);
      }
      case 412 -> {
        return new PreconditionFailedException(
            details(answer, error, "it is there already, or has been changed."), further);
      }
      default -> {
        return new DigitalTwinsException(
            details(answer, error, "the service refused it."), further);
      }
    }
  }

  /** The chain has tried another token already; what is left is for people. */
  private static AdtException rejected(Answer answer, @Nullable ServiceError error) {
    String claims =
        BearerChallenge.parse(answer.headers().values("WWW-Authenticate"))
            .map(BearerChallenge::claims)
            .filter(demanded -> !answer.secrets().isIn(demanded))
            .orElse(null);
    if (claims != null) {
      return new InteractionRequiredException(
          details(answer, error, "the instance demands more of the user.")
              .claims(claims)
              .accountId(answer.accountId()));
    }
    return new RegistrationException(
        details(answer, error, "the instance rejected the token.").fix(Fix.TOKEN_REJECTED));
  }

  private static RegistrationException wrongTenant(Answer answer) {
    return new RegistrationException(
        answer.because("the token is of another tenant than the instance.").fix(Fix.OTHER_TENANT));
  }

  private static ErrorDetails details(
      Answer answer, @Nullable ServiceError error, String otherwise) {
    String sentence = error == null ? "" : error.sentence();
    return answer
        .because(sentence.isEmpty() ? otherwise : sentence)
        .error(error == null ? null : error.code());
  }
}
