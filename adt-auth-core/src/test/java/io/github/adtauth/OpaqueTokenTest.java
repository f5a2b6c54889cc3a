package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.registration.AppRegistration;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.TwinQuery;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an opaque token is redacted in any encoding that a resource echoes. */
class OpaqueTokenTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LeakTestEnvironment world = new LeakTestEnvironment();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open-sesame",
        "opensesame",
        "12345678a",
        "04f0c124-f2bc-4f59-8241-bf6df9866bbd",
        "04f0c124f2bc4f598241bf6df9866bbd",
        "secret.example.org",
      })
  void opaqueTokenEchoedByResource_isRedacted(String token) {
    TokenProvider tokens = request -> AccessToken.of(token, Instant.MAX);
    String instance = URI.create(world.azure.endpoint()).getHost();
    for (Echo echo : Echo.values()) {
      world.azure.host(instance, echo::of);
      world.azure.host("graph.microsoft.com", echo::of);
      String with = " with echo " + echo;
      DigitalTwinsClient twins = world.instance.client(tokens);
      world.attempt("twin" + with, () -> twins.getTwin("room", JsonObject.class));
      world.attempt(
          "async twin" + with, () -> twins.async().getTwin("room", JsonObject.class).join());
      world.attempt("query" + with, () -> twins.query(all(), JsonObject.class).stream().count());
      world.attempt("patch" + with, () -> twins.models().list().stream().count());
      world.attempt("import" + with, () -> twins.jobs().imports().get("job"));
      world.attempt("wait" + with, () -> twins.jobs().imports().waitFor("job", MINUTE, job -> {}));
      world.attempt(
          "deletion" + with,
          () -> {
            DeleteJob job = twins.jobs().deletions().startDeletingEverything();
            return twins.jobs().deletions().waitFor(job, Duration.ZERO, seen -> {});
          });
      AppRegistration registration =
          AppRegistration.create(tokens, world.http, TestTiming.of(world.time));
      world.attempt("graph" + with, registration::signedInAs);
      world.attempt("plan" + with, () -> registration.plan(AppSpec.desktop("Tool")));
    }

    assertThat(world.leaks()).isEmpty();
  }

  private static TwinQuery all() {
    return TwinQuery.of("SELECT * FROM digitaltwins");
  }
}
