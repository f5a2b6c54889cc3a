package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Doctor;
import io.github.adtauth.doctor.SignInMethod;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppRegistration;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.RegisteredApp;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.graph.DirectoryRight;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tests that interceptors of the user's OkHttpClient do not receive token requests. */
class TokenTrafficTest {
  private static final TokenRequest TWINS = TokenRequest.of(Cloud.DIGITAL_TWINS_SCOPE);
  private static final String LOGIN = "login.microsoftonline.com";

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  private final FakeEntra entra = azure.entra();
  private final List<String> application = Collections.synchronizedList(new ArrayList<>());
  private final List<String> network = Collections.synchronizedList(new ArrayList<>());
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final OkHttpClient recording =
      azure
          .httpClient()
          .newBuilder()
          .addInterceptor(recorder(application))
          .addNetworkInterceptor(recorder(network))
          .eventListener(
              new EventListener() {
                @Override
                public void callStart(Call call) {
                  events.add(call.request().url().host());
                }
              })
          .build();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    azure.close();
  }

  /** An interceptor that records bodies, as a logging interceptor would. */
  private static Interceptor recorder(List<String> seen) {
    return chain -> {
      Request request = chain.request();
      Buffer body = new Buffer();
      if (request.body() != null) {
        request.body().writeTo(body);
      }
      Response response = chain.proceed(request);
      seen.add(
          request.url().host()
              + "\n"
              + request.headers()
              + body.readUtf8()
              + response.peekBody(1 << 16).string());
      return response;
    };
  }

  private SignIn signIn(Registration app) {
    return SignIn.with(config(app)).httpClient(recording).timing(TestTiming.of(time));
  }

  private DigitalTwinsConfig config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .build();
  }

  private static ClientCredential secretOf(Registration app) {
    return ClientCredential.secret(app.secret());
  }

  private void assertNothingSeen() {
    assertThat(events).isNotEmpty();
    assertThat(application).isEmpty();
    assertThat(network).isEmpty();
  }

  @Test
  void serviceSignIn_isNotIntercepted() throws IOException {
    signIn(entra.daemon()).service(secretOf(entra.daemon())).token(TWINS);
    signIn(entra.daemon())
        .environment(Map.of("AZURE_CLIENT_SECRET", entra.daemon().secret()))
        .environmentCredential()
        .token(TWINS);
    assertNothingSeen();
  }

  @Test
  void onBehalfOfAndSession_areNotIntercepted() throws IOException {
    Registration app = entra.webApi();
    OnBehalfOf node =
        signIn(app)
            .store(
                SealedTokenStore.wrap(
                        MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(time)),
                        KeyRing.of("k", new byte[32]))
                    .timing(TestTiming.of(time)))
            .onBehalfOf(secretOf(app));
    node.forUser(entra.assertionFor(entra.alice(), app)).token(TWINS);
    Session session = node.startSession(entra.assertionFor(entra.bob(), app));
    time.advance(Duration.ofHours(2));
    session.token(TWINS);
    assertThat(entra.tokenCalls("refresh_token")).isNotEmpty();
    assertNothingSeen();
  }

  @Test
  void userSignIn_isNotIntercepted() throws IOException {
    SignIn signIn = signIn(entra.nativeApp());
    UserSignIn browser =
        signIn.browser(
            url -> {
              var unused = azure.browser().withUser(entra.alice()).visit(url);
            });
    browser.signIn();
    time.advance(Duration.ofHours(2));
    browser.token(TWINS);
    signIn.deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), entra.bob())).signIn();
    assertThat(entra.tokenCalls("refresh_token")).isNotEmpty();
    assertNothingSeen();
  }

  @Test
  void managedIdentity_isNotIntercepted() throws IOException {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            azure.identityEndpoints().appService(),
            azure.identityEndpoints().arc(folder))) {
      signIn(entra.daemon()).environment(environment).managedIdentity().token(TWINS);
    }
    assertNothingSeen();
  }

  @Test
  void doctor_exposesOnlyInstanceCalls() {
    Doctor.create(config(entra.daemon()))
        .httpClient(recording)
        .timing(TestTiming.of(time))
        .diagnose(SignInMethod.service(secretOf(entra.daemon())));
    assertThat(events).contains(LOGIN);
    assertThat(application)
        .isNotEmpty()
        .noneMatch(seen -> seen.startsWith(LOGIN) || seen.contains(entra.daemon().secret()));
    assertThat(network).noneMatch(seen -> seen.startsWith(LOGIN));
  }

  /** A response of Microsoft Graph contains the new client secret. */
  @Test
  void registration_isNotIntercepted() {
    azure.graph().allow(entra.alice(), DirectoryRight.values());
    AppRegistration registration =
        AppRegistration.create(
            request ->
                AccessToken.of(
                    request.scopes().contains("https://management.azure.com/.default")
                        ? azure.resourceManager().tokenFor(entra.alice())
                        : azure.graph().tokenFor(entra.alice()),
                    Instant.MAX),
            recording,
            TestTiming.of(time));
    RegisteredApp app =
        registration.apply(
            registration.plan(AppSpec.service("job", AppCredential.secret(Duration.ofDays(9)))));
    assertThat(app.secret()).isPresent();
    assertNothingSeen();
  }

  @Test
  void explicitTokenClient_keepsInterceptors() throws IOException {
    Registration app = entra.daemon();
    SignIn.with(config(app))
        .tokenHttpClient(recording)
        .timing(TestTiming.of(time))
        .service(secretOf(app))
        .token(TWINS);
    assertThat(application).singleElement().asString().contains("client_secret=");
    assertThat(network).hasSize(1);
    SignIn.with(config(app))
        .tokenHttpClient(recording)
        .timing(TestTiming.of(time))
        .environment(Map.of())
        .managedIdentity()
        .token(TWINS);
    assertThat(application).hasSize(2);
    assertThat(network).hasSize(2);
  }

  @Test
  void ignoredInterceptors_areLoggedOncePerClient() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger("io.github.adtauth");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      for (int i = 0; i < 2; i++) {
        SignIn signIn = signIn(entra.daemon());
        signIn.service(secretOf(entra.daemon())).token(TWINS);
        signIn.environment(Map.of()).managedIdentity().token(TWINS);
      }
      SignIn.with(config(entra.daemon()))
          .tokenHttpClient(recording.newBuilder().build())
          .service(secretOf(entra.daemon()));
      SignIn.with(config(entra.daemon()))
          .httpClient(azure.httpClient())
          .service(secretOf(entra.daemon()));
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
    assertThat(lines.list)
        .filteredOn(line -> line.getFormattedMessage().contains("interceptor"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.INFO);
              assertThat(Objects.requireNonNull(line.getFormattedMessage()))
                  .startsWith("2 interceptor")
                  .contains("SignIn.tokenHttpClient");
            });
  }

  /** An authenticator of the client would receive a rejected request with its body. */
  @Test
  void authenticator_isNotCalled() {
    List<String> seen = new ArrayList<>();
    OkHttpClient client =
        azure
            .httpClient()
            .newBuilder()
            .authenticator(
                (route, response) -> {
                  seen.add(response.request().toString());
                  return null;
                })
            .build();
    try {
      SignIn.with(config(entra.daemon()))
          .httpClient(client)
          .timing(TestTiming.of(time))
          .service(ClientCredential.secret("wrong~secret"))
          .token(TWINS);
    } catch (IOException | AdtException e) {
      assertThat(e).isInstanceOf(CredentialException.class);
    }
    assertThat(seen).isEmpty();
  }
}
