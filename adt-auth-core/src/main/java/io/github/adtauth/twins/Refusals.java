package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what an answer means that is not 2xx. */
final class Refusals {
  private static final int ERROR_LIMIT = 64 * 1024;

  private Refusals() {}

  static AdtException of(Answer answer, Clock clock) throws IOException {
    String body = answer.text(ERROR_LIMIT);
    ServiceError error = body == null ? null : ServiceError.parse(body);
    boolean empty = body != null && body.isBlank();
    switch (answer.status()) {
      case 408, 429, 500, 502, 503, 504 -> {
        return new UnavailableException(
            details(answer, error, "the service is busy or down.")
                .retryAfter(retryAfter(answer.header("Retry-After"), clock)));
      }
      case 401 -> {
        return new RegistrationException(
            details(answer, error, "the instance rejected the token.")
                .fix(
                    new Fix(
                        RegistrationStep.IDS,
                        "Its audience, its tenant or its lifetime does not fit: check scope, Tenant"
                            + " and the clock.")));
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
            details(answer, error, "access is denied.")
                .fix(
                    new Fix(
                        RegistrationStep.INSTANCE_ROLE,
                        "Assign the role to the user or application; it works after some"
                            + " minutes.")),
            further);
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

  private static RegistrationException wrongTenant(Answer answer) {
    return new RegistrationException(
        answer
            .because("the token is of another tenant than the instance.")
            .fix(
                new Fix(
                    RegistrationStep.IDS,
                    "Set Tenant to the directory of the instance; if it is, check the endpoint.")));
  }

  private static ErrorDetails details(
      Answer answer, @Nullable ServiceError error, String otherwise) {
    String sentence = error == null ? "" : error.sentence();
    return answer
        .because(sentence.isEmpty() ? otherwise : sentence)
        .error(error == null ? null : error.code());
  }

  /** Reads seconds or a date (RFC 9110 10.2.3); null if it is neither. */
  static @Nullable Duration retryAfter(@Nullable String header, Clock clock) {
    String value = header == null ? "" : header.strip();
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
