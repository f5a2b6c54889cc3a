package io.github.adtauth.samples.webapi;

import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.twins.DigitalTwins;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Serves reports that are written for a day, one line a minute, as the user who started them. */
@RestController
@RequestMapping("/reports")
class ReportsController {
  private final OnBehalfOf onBehalfOf;
  private final DigitalTwins instance;
  private final Reports reports;

  ReportsController(OnBehalfOf onBehalfOf, DigitalTwins instance, Reports reports) {
    this.onBehalfOf = onBehalfOf;
    this.instance = instance;
    this.reports = reports;
  }

  @PostMapping
  ResponseEntity<Void> start(@AuthenticationPrincipal Jwt user) {
    String token = user.getTokenValue();
    String id =
        reports
            .start(userId(user), () -> onBehalfOf.startSession(token, Duration.ofDays(1)))
            .orElseThrow(ReportsController::tooMany);
    return ResponseEntity.accepted().location(URI.create("/reports/" + id)).build();
  }

  @GetMapping("/{id}")
  ResponseEntity<List<String>> lines(
      @AuthenticationPrincipal Jwt user, @PathVariable("id") String id) {
    return ResponseEntity.of(reports.find(userId(user), id).map(Report::lines));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> stop(@AuthenticationPrincipal Jwt user, @PathVariable("id") String id) {
    reports
        .find(userId(user), id)
        .ifPresent(
            report -> {
              report.stop();
              reports.remove(id);
            });
    return ResponseEntity.noContent().build();
  }

  @Scheduled(initialDelayString = "PT1M", fixedRateString = "PT1M")
  void writeLines() {
    reports.writeLines(instance);
  }

  private UserId userId(Jwt user) {
    return onBehalfOf.userId(user.getTokenValue());
  }

  private static ResponseStatusException tooMany() {
    return new ResponseStatusException(
        HttpStatus.TOO_MANY_REQUESTS,
        "The user has " + Reports.LIMIT + " reports in progress: stop one of them first.");
  }
}
