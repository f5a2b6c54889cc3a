package io.github.adtauth.samples.webapi;

import io.github.adtauth.AdtException;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.onbehalfof.Challenge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Responds to failures with a problem (RFC 9457) and the header that the caller can act on. The
 * details are for the operator and are logged.
 */
@RestControllerAdvice
class ChallengeAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ChallengeAdvice.class);

  private final Cloud cloud;

  ChallengeAdvice(DigitalTwinsConfig config) {
    cloud = config.cloud();
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> respond(AdtException failure) {
    Challenge challenge = Challenge.forFailure(failure).cloud(cloud);
    if (challenge.status() >= 500) {
      LOG.warn("Responded {}: {}", challenge.status(), failure.getMessage());
    } else {
      LOG.info("Responded {}: {}", challenge, failure.getMessage());
    }
    ResponseEntity.BodyBuilder response = ResponseEntity.status(challenge.status());
    challenge.headers().forEach(response::header);
    HttpStatusCode status = HttpStatusCode.valueOf(challenge.status());
    return response.body(ProblemDetail.forStatusAndDetail(status, challenge.detail()));
  }
}
