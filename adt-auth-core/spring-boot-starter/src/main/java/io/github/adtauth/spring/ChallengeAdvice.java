package io.github.adtauth.spring;

import io.github.adtauth.AdtException;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.onbehalfof.Challenge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Responds to failures with the status and headers that the client can act on and a problem (RFC
 * 9457). The reason is only in the log. Precedes an advice of the application without an order,
 * which may handle all exceptions; an exception handler of a controller precedes this one.
 */
@RestControllerAdvice
@Order(0)
public class ChallengeAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ChallengeAdvice.class);

  private final Cloud cloud;

  /** Creates the advice. The header names the authority of the configured cloud. */
  public ChallengeAdvice(DigitalTwinsConfig config) {
    cloud = config.cloud();
  }

  /** Returns the response to a failure. */
  @ExceptionHandler
  public ResponseEntity<ProblemDetail> respond(AdtException failure) {
    Challenge challenge = Challenge.forFailure(failure).cloud(cloud);
    // The message ends with the correlation id.
    LOG.atLevel(level(challenge.status())).log("Responded {}: {}", challenge, failure.getMessage());
    ProblemDetail problem = ProblemDetail.forStatus(challenge.status());
    problem.setDetail(challenge.detail());
    ResponseEntity.BodyBuilder response = ResponseEntity.status(challenge.status());
    challenge.headers().forEach(response::header);
    return response.body(problem);
  }

  /** The operator acts on 5xx, and looks up 401 and 403 if a user asks; the rest is routine. */
  private static Level level(int status) {
    if (status >= 500) {
      return Level.WARN;
    }
    return status == 401 || status == 403 ? Level.INFO : Level.DEBUG;
  }
}
