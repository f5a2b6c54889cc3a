package io.github.adtauth.warts.bare;

import static io.github.adtauth.warts.bare.BareWorld.LOGIN;
import static io.github.adtauth.warts.bare.BareWorld.onBehalfOf;
import static io.github.adtauth.warts.bare.BareWorld.said;
import static io.github.adtauth.warts.bare.BareWorld.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.Faults;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Faults of errors: what they say, to whom, and what they leave behind. */
final class BareErrors {
  private BareErrors() {}

  static List<Situation> situations() {
    return List.of(
        new Situation(8, "a rejection, logging at WARN", "logged in full", BareErrors::logged),
        new Situation(
            9, "toString() of a parameter builder", "prints the token", BareErrors::printed),
        new Situation(
            38,
            "forged assertion; claims demanded",
            "interaction; no interaction",
            BareErrors::interaction),
        new Situation(39, "statusCode() of a rejection", "null", BareErrors::status),
        new Situation(40, "suberror, codes, trace id", "not public", BareErrors::details),
        new Situation(41, "HTML page of a gateway, 403", "status is lost", BareErrors::gateway),
        new Situation(
            43, "interaction required, twice", "the same exception", BareErrors::sameException),
        new Situation(
            44,
            "claims: an array; unknown members",
            "IllegalStateException; lost",
            BareErrors::claims),
        new Situation(
            49, "failure told to Entra, then a 503", "is told once more", BareErrors::telemetry));
  }

  private static Finding logged(BareWorld world) throws Exception {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Logger msal = (Logger) LoggerFactory.getLogger("com.microsoft.aad.msal4j");
    Level before = msal.getLevel();
    Throwable thrown;
    msal.setLevel(Level.WARN);
    msal.setAdditive(false);
    msal.addAppender(appender);
    try {
      ConfidentialClientApplication app =
          ConfidentialClientApplication.builder(
                  world.entra.daemon().clientId(),
                  ClientCredentialFactory.createFromSecret("wrong"))
              .authority(world.authority())
              .instanceDiscovery(false)
              .httpClient(world.wire)
              .build();
      thrown = BareWorld.thrown(() -> service(app));
    } finally {
      msal.detachAppender(appender);
      msal.setAdditive(true);
      msal.setLevel(before);
    }
    boolean full =
        List.copyOf(appender.list).stream()
            .anyMatch(
                event ->
                    event.getFormattedMessage().contains("AADSTS")
                        || (event.getThrowableProxy() != null
                            && String.valueOf(event.getThrowableProxy().getMessage())
                                .contains("AADSTS")));
    return Finding.of(
        full,
        !full && thrown instanceof MsalServiceException,
        full ? "logged in full" : "not in full; " + said(thrown));
  }

  private static Finding printed(BareWorld world) {
    String token = "a-refresh-token";
    boolean prints =
        RefreshTokenParameters.builder(BareWorld.TWINS, token).toString().contains(token);
    return Finding.of(prints, !prints, prints ? "prints the token" : "prints no token");
  }

  private static @Nullable Throwable failure(BareWorld world, TokenDefect... defects)
      throws Exception {
    String assertion = world.entra.assertionFor(world.entra.alice(), world.entra.webApi(), defects);
    ConfidentialClientApplication app = world.webApi();
    return BareWorld.thrown(() -> onBehalfOf(app, assertion));
  }

  private static Finding interaction(BareWorld world) throws Exception {
    Throwable forged = failure(world, TokenDefect.BAD_SIGNATURE);
    world.entra.requireClaims(world.entra.alice(), BareWorld.MFA);
    Throwable demanded = failure(world);
    boolean wronglyAsked = forged instanceof MsalInteractionRequiredException;
    boolean rightlyAsked = demanded instanceof MsalInteractionRequiredException;
    boolean serviceExceptions =
        forged instanceof MsalServiceException && demanded instanceof MsalServiceException;
    return Finding.of(
        serviceExceptions && wronglyAsked && !rightlyAsked,
        serviceExceptions && !wronglyAsked && rightlyAsked,
        (wronglyAsked ? "interaction" : "no interaction")
            + "; "
            + (rightlyAsked ? "interaction" : "no interaction"));
  }

  private static Finding status(BareWorld world) throws Exception {
    if (!(failure(world, TokenDefect.BAD_SIGNATURE) instanceof MsalServiceException rejection)) {
      return Finding.of(false, false, "no MsalServiceException");
    }
    Integer status = rejection.statusCode();
    return Finding.of(status == null, Integer.valueOf(400).equals(status), status + "");
  }

  private static Finding details(BareWorld world) {
    Set<String> names =
        Arrays.stream(MsalServiceException.class.getMethods())
            .map(Method::getName)
            .filter(name -> name.matches("(?i).*(suberror|errorcodes|traceid).*"))
            .collect(Collectors.toCollection(TreeSet::new));
    return Finding.of(
        names.isEmpty(), names.size() >= 3, names.isEmpty() ? "not public" : names + "");
  }

  private static Finding gateway(BareWorld world) throws Exception {
    world.azure.script(LOGIN).always(Faults.html(403));
    Throwable thrown = failure(world);
    Integer status = thrown instanceof MsalServiceException e ? e.statusCode() : null;
    return Finding.of(
        status == null, Integer.valueOf(403).equals(status), status + ", " + said(thrown));
  }

  private static Finding sameException(BareWorld world) throws Exception {
    PublicClientApplication app = world.publicClient().build();
    IAccount alice = world.signIn(app, world.entra.alice()).account();
    world.entra.revokeSessions(world.entra.alice());
    Throwable first = BareWorld.thrown(() -> BareWorld.refresh(app, alice));
    Throwable second = BareWorld.thrown(() -> BareWorld.refresh(app, alice));
    boolean required = first instanceof MsalInteractionRequiredException;
    boolean same = first == second;
    return Finding.of(
        required && same,
        required && !same && second instanceof MsalInteractionRequiredException,
        required ? (same ? "the same exception" : said(second)) : said(first));
  }

  private static Finding claims(BareWorld world) {
    Throwable thrown = BareWorld.thrown(() -> ClaimsRequest.formatAsClaimsRequest("[]"));
    String text =
        ClaimsRequest.formatAsClaimsRequest("{\"unknown\":{\"number\":1.50}}").formatAsJSONString();
    boolean kept = text.contains("1.50");
    return Finding.of(
        thrown instanceof IllegalStateException && !kept,
        thrown instanceof MsalClientException && kept,
        (thrown == null ? "taken" : thrown.getClass().getSimpleName())
            + "; "
            + (kept ? "kept" : "lost"));
  }

  /** The failures before it are told to Entra with a request, and are then over and done with. */
  private static Finding telemetry(BareWorld world) throws Exception {
    ConfidentialClientApplication.Builder builder = world.confidential(world.entra.webApi());
    builder.disableInternalRetries();
    ConfidentialClientApplication app = builder.build();
    String forged =
        world.entra.assertionFor(
            world.entra.alice(), world.entra.webApi(), TokenDefect.BAD_SIGNATURE);
    BareWorld.thrown(() -> onBehalfOf(app, forged));
    String failed = world.wire.asked().get(0).headers().getOrDefault("client-request-id", "?");
    onBehalfOf(app, world.assertion(world.entra.alice()));
    world.azure.script(LOGIN).next(Faults.status(503));
    BareWorld.thrown(() -> onBehalfOf(app, world.assertion(world.entra.alice())));
    onBehalfOf(app, world.assertion(world.entra.alice()));
    List<Boolean> told =
        world.wire.asked().stream()
            .map(request -> request.headers().getOrDefault("x-client-last-telemetry", ""))
            .map(text -> text.contains(failed))
            .toList();
    boolean once = told.size() == 4 && told.get(1) && !told.get(2);
    return Finding.of(
        once && told.get(3), once && !told.get(3), "told in requests 1 to 4: " + told);
  }
}
