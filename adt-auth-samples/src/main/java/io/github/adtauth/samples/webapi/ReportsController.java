package io.github.adtauth.samples.webapi;

import io.github.adtauth.signin.OnBehalfOf;
import io.github.adtauth.twins.DigitalTwins;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

/** Reports that are written for a day, a line each minute, as the user who asked for them. */
@RestController
@RequestMapping("/reports")
class ReportsController {
  /** How many reports a user may have at a time. */
  private static final int MOST = 3;

  private final OnBehalfOf onBehalfOf;
  private final DigitalTwins instance;
  private final Map<String, Report> reports = new ConcurrentHashMap<>();

  ReportsController(OnBehalfOf onBehalfOf, DigitalTwins instance) {
    this.onBehalfOf = onBehalfOf;
    this.instance = instance;
  }

  @PostMapping
  ResponseEntity<Void> start(@AuthenticationPrincipal Jwt user) {
    reports.values().removeIf(Report::isOver);
    String oid = user.getClaimAsString("oid");
    if (reports.values().stream().filter(report -> report.isOf(oid)).count() >= MOST) {
      return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).build();
    }
    String id = UUID.randomUUID().toString();
    reports.put(id, new Report(onBehalfOf.startSession(user.getTokenValue(), Duration.ofDays(1))));
    return ResponseEntity.accepted().location(URI.create("/reports/" + id)).build();
  }

  @GetMapping("/{id}")
  ResponseEntity<List<String>> lines(
      @AuthenticationPrincipal Jwt user, @PathVariable("id") String id) {
    return ResponseEntity.of(find(user, id).map(Report::lines));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> stop(@AuthenticationPrincipal Jwt user, @PathVariable("id") String id) {
    find(user, id)
        .ifPresent(
            report -> {
              report.stop();
              reports.remove(id);
            });
    return ResponseEntity.noContent().build();
  }

  @Scheduled(initialDelayString = "PT1M", fixedRateString = "PT1M")
  void writeLines() {
    reports.values().forEach(report -> report.writeALine(instance));
  }

  private Optional<Report> find(Jwt user, String id) {
    return Optional.ofNullable(reports.get(id))
        .filter(report -> report.isOf(user.getClaimAsString("oid")));
  }
}
