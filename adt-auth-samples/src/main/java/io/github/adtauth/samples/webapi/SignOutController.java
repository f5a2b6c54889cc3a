package io.github.adtauth.samples.webapi;

import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signs the user out of this API: on all nodes, with all sessions and cached tokens. */
@RestController
class SignOutController {
  private final OnBehalfOf onBehalfOf;
  private final Reports reports;

  SignOutController(OnBehalfOf onBehalfOf, Reports reports) {
    this.onBehalfOf = onBehalfOf;
    this.reports = reports;
  }

  @PostMapping("/sign-out")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void signOut(@AuthenticationPrincipal Jwt user) {
    UserId id = onBehalfOf.userId(user.getTokenValue());
    onBehalfOf.signOut(id);
    reports.removeAll(id);
  }
}
