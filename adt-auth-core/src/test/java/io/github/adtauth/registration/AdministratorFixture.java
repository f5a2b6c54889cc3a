package io.github.adtauth.registration;

import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.http.Script;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockResponse;

/** Acts as Alice, an administrator with all rights, against a scriptable Microsoft Graph. */
final class AdministratorFixture implements AutoCloseable {
  static final String GRAPH = "graph.microsoft.com";
  static final String RESOURCE_MANAGER = "management.azure.com";

  /** Caches tokens, because signing one takes longer than the rest of a request. */
  private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();

  final ManualTime time = new ManualTime();
  final LocalAzure azure = LocalAzure.start();
  final AppRegistration registration = as("Directory.AccessAsUser.All");

  @Override
  public void close() {
    azure.close();
  }

  /** Registers with a token that names these permissions. */
  AppRegistration as(String... permissions) {
    return as(request -> token(request, permissions));
  }

  AccessToken fullAccessToken(TokenRequest request) {
    return token(request, "Directory.AccessAsUser.All");
  }

  private AccessToken token(TokenRequest request, String... permissions) {
    return tokens.computeIfAbsent(
        request.scopes() + List.of(permissions).toString(), key -> signed(request, permissions));
  }

  private AccessToken signed(TokenRequest request, String... permissions) {
    return AccessToken.of(
        request.scopes().contains("https://management.azure.com/.default")
            ? azure.resourceManager().tokenFor(azure.entra().alice())
            : azure.graph().tokenFor(azure.entra().alice(), permissions),
        Instant.MAX);
  }

  AppRegistration as(TokenProvider tokens) {
    Timing manual = TestTiming.of(time);
    return AppRegistration.create(
        tokens,
        azure.httpClient(),
        new Timing(Clock.systemUTC(), manual.ticker(), manual.jitter(), manual.sleeper()));
  }

  RegistrationPlan plan(AppSpec spec) {
    return registration.plan(spec);
  }

  RegisteredApp register(AppSpec spec) {
    return registration.apply(registration.plan(spec));
  }

  Script graph() {
    return azure.script(GRAPH);
  }

  /** Scripts the response to GET requests whose path contains the text. */
  void scriptGet(String host, String path, MockResponse response) {
    azure
        .script(host)
        .alwaysWhen(
            request -> request.method().equals("GET") && request.path().contains(path), response);
  }

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body.replace('`', '"'))
        .build();
  }
}
