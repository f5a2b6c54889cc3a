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
import io.github.adtauth.testkit.Faults;
import io.github.adtauth.testkit.Forgery;
import io.github.adtauth.testkit.ReservedPort;
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

/** The same fault, met by a client and by the doctor: both name it in the same words. */
class SameWordsTest {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";

  @TempDir Path folder;

  /** What is wrong. */
  enum Fault {
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
            fixture.way =
                SignInMethod.service(
                    ClientCredential.federatedToken(
                        () -> {
                          throw new IOException("down");
                        }))),
    FEDERATED_TOKEN_IS_TEXT(
        fixture ->
            fixture.way =
                SignInMethod.service(
                    ClientCredential.federatedToken(() -> Secret.of("not a token")))),
    SECRET_WRONG(
        fixture -> fixture.way = SignInMethod.service(ClientCredential.secret("wrong~secret"))),
    CONSENT_MISSING(
        fixture -> {
          fixture.webApi();
          fixture.entra.revokeConsent(fixture.app());
        }),
    INBOUND_TOKEN_EXPIRED(fixture -> fixture.webApi(Forgery.EXPIRED)),
    ENTRA_UNKNOWN(Network.noName("login.")),
    ENTRA_SILENT(Network::silent),
    NETWORK_REFUSES(Network::connectionRefused),
    CERTIFICATE_NOT_TRUSTED(Network::intercepted),
    PROXY_DEMANDS_A_PASSWORD(Network::demandingProxy),
    PROXY_REFUSES(SameWordsTest::refusedProxy),
    PROXY_UNKNOWN(SameWordsTest::unknownProxy),
    INSTANCE_UNKNOWN(Network.noName("contoso.")),
    INSTANCE_DOWN(respondsWith(Faults.status(503))),
    INSTANCE_BUSY(respondsWith(Faults.status(429))),
    INSTANCE_DISCONNECTS(respondsWith(Faults.disconnect())),
    INSTANCE_IS_NOT_JSON(respondsWith(Faults.garbage())),
    INSTANCE_IS_A_PAGE_OF_A_PROXY(respondsWith(Faults.html(200))),
    INSTANCE_REDIRECTS(
        respondsWith(
            new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "https://portal.example/login?x=1")
                .build())),
    INSTANCE_MISDIRECTED(respondsWith(new MockResponse.Builder().code(421).build())),
    INSTANCE_IS_A_PAGE(respondsWith(Faults.html(404))),
    INSTANCE_OF_ANOTHER_TENANT(Network::foreignInstance),
    TOKEN_REJECTED(
        fixture -> fixture.way = SignInMethod.tokens(r -> AccessToken.of("a.b", Instant.MAX))),
    ROLE_MISSING(fixture -> fixture.azure.twins().revokeRole(fixture.app().servicePrincipalId())),
    PROVIDER_RETURNS_NULL(fixture -> fixture.way = SignInMethod.tokens(request -> null)),
    PROVIDER_THROWS(
        fixture ->
            fixture.way =
                SignInMethod.tokens(
                    request -> {
                      throw new IllegalStateException("the vault is sealed");
                    })),
    PROVIDER_REJECTS_AN_ARGUMENT(
        fixture ->
            fixture.way =
                SignInMethod.tokens(
                    request -> {
                      throw new IllegalArgumentException("the vault is sealed");
                    })),
    PROVIDER_IS_OFFLINE(
        fixture ->
            fixture.way =
                SignInMethod.tokens(
                    request -> {
                      throw new IOException("offline");
                    }));

    private final Consumer<DoctorFixture> change;

    Fault(Consumer<DoctorFixture> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void fault_isNamedInTheSameWords(Fault fault) {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      fixture.service();
      fault.change.accept(fixture);

      Throwable met = catchThrowable(() -> call(fixture));
      Diagnosis diagnosis = fixture.examine();

      assertThat(met).as("what the client throws").isNotNull();
      assertThat(diagnosis.failures()).as(diagnosis.toString()).isNotEmpty();
      String text = text(diagnosis.failures().get(0));
      assertThat(text).as(met.toString()).contains(lower(sentence(met)));
      if (met instanceof AdtException e && e.fix().isPresent()) {
        assertThat(text).as(met.toString()).contains(lower(e.fix().get().remedy()));
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
            .way
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

  /** Returns what the client says happened, without the operation and the words of the instance. */
  private static String sentence(Throwable met) {
    String reason = met instanceof AdtException e ? e.reason() : met.getMessage();
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
        fixture.way = SignInMethod.service(ClientCredential.certificate(file.apply(fixture)));
  }

  private static void refusedProxy(DoctorFixture fixture) {
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
