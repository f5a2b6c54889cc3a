package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.internal.ReservedPort;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a client and the doctor describe the same failure in the same words. */
class ConsistentMessagesTest {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";

  @TempDir Path folder;

  /** The kinds of failures. */
  enum Failure {
    ENDPOINT_WITH_PATH(set("ADT_ENDPOINT", "https://" + INSTANCE + "/api/v1.0/")),
    ENDPOINT_OF_2018(set("ADT_ENDPOINT", "https://x.westeurope.azuresmartspaces.net")),
    ENDPOINT_MISSING(fixture -> fixture.settings.remove("ADT_ENDPOINT")),
    ENDPOINT_OF_THE_SERVICE(set("ADT_ENDPOINT", "https://digitaltwins.azure.net")),
    ENDPOINT_IS_A_NAME(set("ADT_ENDPOINT", "contoso")),
    ENDPOINT_NOT_HTTPS(set("ADT_ENDPOINT", "http://" + INSTANCE)),
    ENDPOINT_WITH_QUERY(set("ADT_ENDPOINT", "https://" + INSTANCE + "?x=1")),
    AUTHORITY_WITH_PATH(set("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/common")),
    TENANT_IS_COMMON(set("AZURE_TENANT_ID", "common")),
    TENANT_MISSING(fixture -> fixture.settings.remove("AZURE_TENANT_ID")),
    CLIENT_ID_IS_NOT_A_GUID(set("AZURE_CLIENT_ID", "rooms")),
    CLIENT_ID_MISSING(fixture -> fixture.settings.remove("AZURE_CLIENT_ID")),
    CERTIFICATE_MISSING(certificate(fixture -> fixture.folder.resolve("none.pem"))),
    CERTIFICATE_EMPTY(certificate(fixture -> fixture.write("empty.pem", ""))),
    CERTIFICATE_IS_TEXT(certificate(fixture -> fixture.write("text.pem", "hello"))),
    CERTIFICATE_EXPIRED(
        fixture -> {
          Instant now = Instant.now();
          fixture.clock = Clock.fixed(now, ZoneOffset.UTC);
          fixture.certificate(now.minus(Duration.ofDays(9)), Duration.ofDays(1));
        }),
    FEDERATED_SOURCE_DOWN(
        fixture ->
            fixture.method =
                SignInMethod.service(
                    ClientCredential.federatedToken(
                        () -> {
                          throw new IOException("down");
                        }))),
    FEDERATED_TOKEN_IS_TEXT(
        fixture ->
            fixture.method =
                SignInMethod.service(
                    ClientCredential.federatedToken(() -> Secret.of("not a token")))),
    SECRET_WRONG(
        fixture -> fixture.method = SignInMethod.service(ClientCredential.secret("wrong~secret"))),
    CONSENT_MISSING(
        fixture -> {
          fixture.webApi();
          fixture.entra.revokeConsent(fixture.app());
        }),
    INBOUND_TOKEN_EXPIRED(fixture -> fixture.webApi(TokenDefect.EXPIRED)),
    ENTRA_UNKNOWN(NetworkProblems.unresolvableName("login.")),
    ENTRA_SILENT(NetworkProblems::silent),
    NETWORK_REFUSES(NetworkProblems::connectionRefused),
    CERTIFICATE_NOT_TRUSTED(NetworkProblems::intercepted),
    PROXY_DEMANDS_A_PASSWORD(NetworkProblems::authenticatingProxy),
    PROXY_REFUSES(ConsistentMessagesTest::closedProxy),
    PROXY_UNKNOWN(ConsistentMessagesTest::unknownProxy),
    INSTANCE_UNKNOWN(NetworkProblems.unresolvableName("contoso.")),
    INSTANCE_DOWN(respondsWith(Faults.status(503))),
    INSTANCE_BUSY(respondsWith(Faults.status(429))),
    INSTANCE_DISCONNECTS(respondsWith(Faults.disconnect())),
    INSTANCE_IS_NOT_JSON(respondsWith(Faults.malformedJson())),
    INSTANCE_IS_A_PAGE_OF_A_PROXY(respondsWith(Faults.html(200))),
    INSTANCE_REDIRECTS(
        respondsWith(
            new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "https://portal.example/login?x=1")
                .build())),
    INSTANCE_MISDIRECTED(respondsWith(new MockResponse.Builder().code(421).build())),
    INSTANCE_IS_A_PAGE(respondsWith(Faults.html(404))),
    INSTANCE_OF_ANOTHER_TENANT(NetworkProblems::instanceOfOtherTenant),
    TOKEN_REJECTED(
        fixture -> fixture.method = SignInMethod.tokens(r -> AccessToken.of("a.b", Instant.MAX))),
    ROLE_MISSING(fixture -> fixture.azure.twins().revokeRole(fixture.app().servicePrincipalId())),
    PROVIDER_RETURNS_NULL(fixture -> fixture.method = SignInMethod.tokens(request -> null)),
    PROVIDER_THROWS(
        fixture ->
            fixture.method =
                SignInMethod.tokens(
                    request -> {
                      throw new IllegalStateException("the vault is sealed");
                    })),
    PROVIDER_REJECTS_AN_ARGUMENT(
        fixture ->
            fixture.method =
                SignInMethod.tokens(
                    request -> {
                      throw new IllegalArgumentException("the vault is sealed");
                    })),
    PROVIDER_IS_OFFLINE(
        fixture ->
            fixture.method =
                SignInMethod.tokens(
                    request -> {
                      throw new IOException("offline");
                    }));

    private final Consumer<DoctorFixture> change;

    Failure(Consumer<DoctorFixture> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void failure_hasSameMessage(Failure failure) {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      fixture.service();
      failure.change.accept(fixture);

      Throwable thrown = catchThrowable(() -> call(fixture));
      Diagnosis diagnosis = fixture.examine();

      assertThat(thrown).as("exception of the client").isNotNull();
      assertThat(diagnosis.failures()).as(diagnosis.toString()).isNotEmpty();
      String text = text(diagnosis.failures().get(0));
      assertThat(text).as(thrown.toString()).contains(lower(sentence(thrown)));
      if (thrown instanceof AdtException e && e.fix().isPresent()) {
        assertThat(text).as(thrown.toString()).contains(lower(e.fix().get().remedy()));
        RegistrationStep step = diagnosis.failures().get(0).fix().map(Fix::step).orElse(null);
        assertThat(step).isEqualTo(e.fix().get().step());
      }
    }
  }

  /** Calls an instance once, as an application with the same settings does. */
  private static void call(DoctorFixture fixture) throws IOException {
    Timing system = Timing.system();
    Timing here = new Timing(fixture.clock, system.ticker(), () -> 0, duration -> {});
    DigitalTwinsConfig config = fixture.config();
    TokenProvider tokens =
        fixture
            .method
            .setup()
            .tokens()
            .apply(SignIn.with(config).httpClient(fixture.http).timing(here));
    try (DigitalTwins instance =
        DigitalTwins.builder(config)
            .httpClient(fixture.http)
            .timing(here)
            .retry(RetryPolicy.NONE)
            .build()) {
      DigitalTwin unused = instance.client(tokens).getTwin("x", DigitalTwin.class);
    }
  }

  /**
   * Returns the client's description of the failure, without the operation and the instance's text.
   */
  private static String sentence(Throwable thrown) {
    String reason = thrown instanceof AdtException e ? e.reason() : thrown.getMessage();
    return reason
        .replaceFirst("^Could not get twin 'x': ", "")
        .replaceFirst(" The service responded: .*", "");
  }

  private static String text(Finding finding) {
    return lower(finding.message() + finding.fix().map(fix -> " " + fix).orElse(""));
  }

  private static String lower(@Nullable String text) {
    return String.valueOf(text).toLowerCase(Locale.ROOT);
  }

  private static Consumer<DoctorFixture> set(String variable, String value) {
    return fixture -> fixture.settings.put(variable, value);
  }

  private static Consumer<DoctorFixture> respondsWith(MockResponse response) {
    return fixture -> fixture.azure.script(INSTANCE).always(response);
  }

  private static Consumer<DoctorFixture> certificate(
      java.util.function.Function<DoctorFixture, Path> file) {
    return fixture ->
        fixture.method = SignInMethod.service(ClientCredential.certificate(file.apply(fixture)));
  }

  private static void closedProxy(DoctorFixture fixture) {
    int closed = fixture.closeLater(ReservedPort.open()).port();
    proxy(fixture, new InetSocketAddress(InetAddress.getLoopbackAddress(), closed));
  }

  private static void unknownProxy(DoctorFixture fixture) {
    proxy(fixture, InetSocketAddress.createUnresolved("proxy.invalid", 3128));
  }

  private static void proxy(DoctorFixture fixture, InetSocketAddress address) {
    fixture.http = new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, address)).build();
  }
}
