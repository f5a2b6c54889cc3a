package io.github.adtauth.internal.rest;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.http.InstanceErrorText;
import io.github.adtauth.internal.http.RetryAfter;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
import io.github.adtauth.internal.oauth.BearerChallenge;
import io.github.adtauth.twins.AccessDeniedException;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import io.github.adtauth.twins.NotFoundException;
import io.github.adtauth.twins.PreconditionFailedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Creates the exceptions for responses of an instance other than 2xx. Stateless. */
final class ErrorResponses {
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private ErrorResponses() {}

  static AdtException of(ServiceResponse response, Clock clock) throws IOException {
    String body = body(response);
    ServiceError error = body == null ? null : ServiceError.parse(body, response.secrets());
    boolean empty = body != null && body.isBlank();
    if (InstanceErrorText.isUnavailable(response.status())) {
      return new UnavailableException(
          detailsAfter(InstanceErrorText.UNAVAILABLE, response, error)
              .retryAfter(RetryAfter.parse(response.headers(), clock)));
    }
    switch (response.status()) {
      case 401 -> {
        return rejected(response, error);
      }
      case 404 -> {
        if (body != null && body.strip().startsWith("Sub-Domain not found")) {
          return wrongTenant(response);
        }
      }
      default -> {}
    }
    if (error == null && response.status() != 412 && !(empty && response.status() == 403)) {
      return notAnInstance(response);
    }
    return toException(response, error);
  }

  /**
   * Returns the body. Returns null if it is too long, or if the connection was lost and the status
   * is sufficient.
   */
  private static @Nullable String body(ServiceResponse response) throws IOException {
    try {
      return response.errorBody(MAX_ERROR_BYTES);
    } catch (IOException e) {
      if (WholeResponseInterceptor.isStatusEnough(response.status())
          && !(e instanceof InterruptedIOException)) {
        return null;
      }
      throw e;
    }
  }

  /** A gateway or another host sent the response, because an instance sends an error object. */
  private static UnexpectedResponseException notAnInstance(ServiceResponse response) {
    HttpUrl target = response.redirectTarget();
    String sentence =
        InstanceErrorText.notAnInstance(response.status(), target == null ? null : target.host());
    return new UnexpectedResponseException(
        response.errorDetails(sentence).fix(InstanceErrorText.NOT_AN_INSTANCE));
  }

  private static AdtException toException(ServiceResponse response, @Nullable ServiceError error) {
    List<Detail> details = error == null ? List.of() : error.details();
    switch (response.status()) {
      case 403 -> {
        return new AccessDeniedException(
            details(response, error, roleSentence(response)).fix(Fix.ROLE_MISSING), details);
      }
      case 404 -> {
        // Without a code, the response comes from a gateway, and the twin may exist.
        return error == null || error.code() == null
            ? response.unexpected("the response is not from the Digital Twins service.", null)
            : new NotFoundException(details(response, error, "it does not exist."), details);
      }
      case 412 -> {
        return new PreconditionFailedException(
            details(response, error, "it already exists or was modified."), details);
      }
      default -> {
        return new DigitalTwinsException(
            details(response, error, "the service rejected the request."), details);
      }
    }
  }

  /** The HTTP client has already retried with another token, so a person must act. */
  private static AdtException rejected(ServiceResponse response, @Nullable ServiceError error) {
    String claims =
        BearerChallenge.parse(response.headers().values("WWW-Authenticate"))
            .map(BearerChallenge::claims)
            .filter(requested -> !response.secrets().isIn(requested))
            .orElse(null);
    if (claims != null) {
      return new InteractionRequiredException(
          details(response, error, "the instance requires the user to sign in again.")
              .claims(claims)
              .accountId(response.accountId()));
    }
    return new RegistrationException(
        detailsAfter(InstanceErrorText.TOKEN_REJECTED, response, error).fix(Fix.TOKEN_REJECTED));
  }

  private static RegistrationException wrongTenant(ServiceResponse response) {
    return new RegistrationException(
        response.errorDetails(InstanceErrorText.OTHER_TENANT).fix(Fix.OTHER_TENANT));
  }

  private static String roleSentence(ServiceResponse response) {
    return response.isReadOnly() ? InstanceErrorText.NO_ROLE : InstanceErrorText.NO_ROLE_TO_WRITE;
  }

  private static ErrorDetails detailsAfter(
      String leading, ServiceResponse response, @Nullable ServiceError error) {
    String sentence = error == null ? "" : error.sentence();
    return response
        .errorDetails(
            sentence.isEmpty()
                ? leading
                : leading + " The service responded: \"" + sentence + "\".")
        .errorCode(error == null ? null : error.code());
  }

  private static ErrorDetails details(
      ServiceResponse response, @Nullable ServiceError error, String defaultSentence) {
    String sentence = error == null ? "" : error.sentence();
    return response
        .errorDetails(sentence.isEmpty() ? defaultSentence : sentence)
        .errorCode(error == null ? null : error.code());
  }
}
