package io.github.adtauth.samples.webapi;

import io.github.adtauth.AdtException;
import io.github.adtauth.middletier.Challenge;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Passes on what Entra and Digital Twins want; the details stay in the log. */
@RestControllerAdvice
class ChallengeAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ChallengeAdvice.class);

  @ExceptionHandler
  ResponseEntity<Map<String, String>> answer(AdtException failure) {
    Challenge challenge = Challenge.answerTo(failure);
    LOG.info("Answered {}: {}", challenge, failure.getMessage());
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(challenge.status());
    challenge.headers().forEach(answer::header);
    return answer.body(Map.of("error", failure.getClass().getSimpleName()));
  }
}
