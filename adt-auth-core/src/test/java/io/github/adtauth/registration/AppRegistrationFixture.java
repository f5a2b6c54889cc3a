package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.graph.DirectoryRight;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.NotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Starts a local Azure, and registers applications as an administrator with all rights. */
public abstract class AppRegistrationFixture {
  private static final Pattern USER_CODE = Pattern.compile("enter the code (\\S+)\\. ");

  @TempDir public Path folder;

  final ManualTime time = new ManualTime();
  final LocalAzure azure = LocalAzure.start();
  final FakeEntra entra = azure.entra();
  final FakeGraph graph = azure.graph();
  public AppRegistration registration;

  @BeforeEach
  void open() {
    graph.allow(entra.alice(), DirectoryRight.values());
    registration = as(fullAccess());
  }

  @AfterEach
  void close() {
    azure.close();
  }

  AppRegistration as(TokenProvider tokens) {
    return AppRegistration.create(tokens, azure.httpClient(), timing());
  }

  /**
   * Returns a timing that waits in manual time but uses the system clock, like the fake directory.
   */
  private Timing timing() {
    Timing manual = TestTiming.of(time);
    return new Timing(Clock.systemUTC(), manual.ticker(), manual.jitter(), manual.sleeper());
  }

  TokenProvider fullAccess() {
    return request ->
        AccessToken.of(
            request.scopes().contains("https://management.azure.com/.default")
                ? azure.resourceManager().tokenFor(entra.alice())
                : graph.tokenFor(
                    entra.alice(),
                    "Application.ReadWrite.All",
                    "DelegatedPermissionGrant.ReadWrite.All",
                    "Directory.Read.All"),
            Instant.MAX);
  }

  RegisteredApp register(AppSpec spec) {
    return registration.apply(registration.plan(spec));
  }

  DigitalTwinsConfig file(RegisteredApp app) throws IOException {
    Path file = folder.resolve("app.properties");
    app.writeTo(file, azure.endpoint());
    TestFiles.assertOwnerOnly(file);
    return DigitalTwinsConfig.fromFile(file);
  }

  void call(DigitalTwinsConfig config, TokenProvider tokens) {
    try (DigitalTwins instance = DigitalTwins.at(config, azure.httpClient())) {
      assertThatThrownBy(() -> instance.client(tokens).getTwin("none", DigitalTwin.class))
          .isInstanceOf(NotFoundException.class);
    }
  }

  void signInAndCall(DigitalTwinsConfig config) {
    UserSignIn user =
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .timing(timing())
            .deviceCode(
                prompt -> {
                  Matcher code = USER_CODE.matcher(prompt.message());
                  assertThat(code.find()).isTrue();
                  entra.approveDeviceCode(code.group(1), entra.alice());
                });
    user.signIn();
    call(config, user);
  }

  String instanceId() {
    return azure.resourceManager().instanceId("contoso");
  }
}
