package io.github.adtauth.doctor;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.RegistrationBuilder;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.twins.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;

/** Starts a local Azure with a correct registration, which tests then change. */
public final class DoctorFixture implements AutoCloseable {
  public final LocalAzure azure = LocalAzure.start();
  public final FakeEntra entra = azure.entra();
  final Path folder;
  public final Map<String, String> settings = new HashMap<>();
  Duration tokenTimeout = Duration.ofSeconds(20);
  OkHttpClient http = azure.httpClient();
  Clock clock = Clock.systemUTC();
  SignInMethod method = SignInMethod.tokens(request -> null);
  private final List<AutoCloseable> resources = new ArrayList<>();
  private Registration app;

  public DoctorFixture(Path folder) {
    this.folder = folder;
    app = entra.daemon();
  }

  @Override
  public void close() {
    azure.close();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Closes a resource together with the fixture. */
  <T extends AutoCloseable> T closeLater(T resource) {
    resources.add(resource);
    return resource;
  }

  public Diagnosis examine() {
    Timing system = Timing.system();
    Timing here = new Timing(clock, system.ticker(), () -> 0, duration -> {});
    return Doctor.create(this::config)
        .httpClient(http)
        .timing(here)
        .checkWriteAccess()
        .diagnose(method);
  }

  DigitalTwinsConfig config() {
    return DigitalTwinsConfig.builder().environment(settings).tokenTimeout(tokenTimeout).build();
  }

  private void settle(Registration registration) {
    app = registration;
    settings.put("AZURE_CLIENT_ID", app.clientId());
    settings.put("AZURE_TENANT_ID", entra.tenantId());
    settings.put("ADT_ENDPOINT", azure.endpoint());
  }

  /** Changes the registration that the selected sign-in method uses. */
  public void registration(UnaryOperator<RegistrationBuilder> change) {
    app = entra.register(change.apply(app.toBuilder()).build());
  }

  Registration app() {
    return app;
  }

  public void service() {
    settle(entra.daemon());
    method = SignInMethod.service(ClientCredential.secret(app.secret()));
  }

  void certificate() {
    certificate(Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(90));
  }

  void certificate(Instant from, Duration life) {
    settle(entra.daemon());
    HeldCertificate own = TestKeys.selfSigned("job", from, life);
    registration(it -> it.noSecrets().certificate(own.keyPair().getPublic()));
    method =
        SignInMethod.service(ClientCredential.certificate(write("job.pem", TestKeys.pem(own))));
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void webApi() {
    webApi(entra.assertionFor(entra.alice(), entra.webApi()));
  }

  void webApi(TokenDefect defect) {
    webApi(entra.assertionFor(entra.alice(), entra.webApi(), defect));
  }

  void webApi(String inboundToken) {
    settle(entra.webApi());
    method = SignInMethod.webApi(ClientCredential.secret(app.secret()), Secret.of(inboundToken));
  }

  void deviceCode() {
    deviceCode(entra.alice());
  }

  void deviceCode(FakeUser user) {
    settle(entra.nativeApp());
    method = SignInMethod.deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), user));
  }

  public void browser() {
    settle(entra.nativeApp());
    method = SignInMethod.browser(url -> azure.browser().withUser(entra.alice()).visit(url));
  }

  /** Selects a sign-in by Bob, who is not an administrator. */
  void browserOfBob() {
    settle(entra.nativeApp());
    azure.twins().grantRole(entra.bob().oid(), Role.DATA_OWNER);
    method = SignInMethod.browser(url -> azure.browser().withUser(entra.bob()).visit(url));
  }
}
