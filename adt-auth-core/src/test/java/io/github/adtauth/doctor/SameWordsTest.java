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
    ENDPOINT_MISSING(clinic -> clinic.settings.remove("ADT_ENDPOINT")),
    ENDPOINT_OF_THE_SERVICE(set("ADT_ENDPOINT", "https://digitaltwins.azure.net")),
    ENDPOINT_IS_A_NAME(set("ADT_ENDPOINT", "contoso")),
    ENDPOINT_NOT_HTTPS(set("ADT_ENDPOINT", "http://" + INSTANCE)),
    ENDPOINT_WITH_QUERY(set("ADT_ENDPOINT", "https://" + INSTANCE + "?x=1")),
    AUTHORITY_WITH_PATH(set("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/common")),
    TENANT_IS_COMMON(set("AZURE_TENANT_ID", "common")),
    TENANT_MISSING(clinic -> clinic.settings.remove("AZURE_TENANT_ID")),
    CLIENT_ID_IS_NOT_A_GUID(set("AZURE_CLIENT_ID", "rooms")),
    CLIENT_ID_MISSING(clinic -> clinic.settings.remove("AZURE_CLIENT_ID")),
    CERTIFICATE_MISSING(certificate(clinic -> clinic.folder.resolve("none.pem"))),
    CERTIFICATE_EMPTY(certificate(clinic -> clinic.write("empty.pem", ""))),
    CERTIFICATE_IS_TEXT(certificate(clinic -> clinic.write("text.pem", "hello"))),
    CERTIFICATE_EXPIRED(
        clinic -> {
          Instant now = Instant.now();
          clinic.clock = Clock.fixed(now, ZoneOffset.UTC);
          clinic.certificate(now.minus(Duration.ofDays(9)), Duration.ofDays(1));
        }),
    FEDERATED_SOURCE_DOWN(
        clinic ->
            clinic.way =
                SignInMethod.service(
                    ClientCredential.federatedToken(
                        () -> {
                          throw new IOException("down");
                        }))),
    FEDERATED_TOKEN_IS_TEXT(
        clinic ->
            clinic.way =
                SignInMethod.service(
                    ClientCredential.federatedToken(() -> Secret.of("not a token")))),
    SECRET_WRONG(
        clinic -> clinic.way = SignInMethod.service(ClientCredential.secret("wrong~secret"))),
    CONSENT_MISSING(
        clinic -> {
          clinic.webApi();
          clinic.entra.revokeConsent(clinic.app());
        }),
    INBOUND_TOKEN_EXPIRED(clinic -> clinic.webApi(Forgery.EXPIRED)),
    ENTRA_UNKNOWN(Network.noName("login.")),
    ENTRA_SILENT(Network::silent),
    NETWORK_REFUSES(Network::refused),
    CERTIFICATE_NOT_TRUSTED(Network::intercepted),
    PROXY_DEMANDS_A_PASSWORD(Network::demandingProxy),
    PROXY_REFUSES(SameWordsTest::refusedProxy),
    PROXY_UNKNOWN(SameWordsTest::unknownProxy),
    INSTANCE_UNKNOWN(Network.noName("contoso.")),
    INSTANCE_DOWN(answers(Faults.status(503))),
    INSTANCE_BUSY(answers(Faults.status(429))),
    INSTANCE_DISCONNECTS(answers(Faults.disconnect())),
    INSTANCE_IS_NOT_JSON(answers(Faults.garbage())),
    INSTANCE_IS_A_PAGE_OF_A_PROXY(answers(Faults.html(200))),
    INSTANCE_REDIRECTS(
        answers(
            new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "https://portal.example/login?x=1")
                .build())),
    INSTANCE_MISDIRECTED(answers(new MockResponse.Builder().code(421).build())),
    INSTANCE_IS_A_PAGE(answers(Faults.html(404))),
    INSTANCE_OF_ANOTHER_TENANT(Network::foreignInstance),
    TOKEN_REJECTED(
        clinic -> clinic.way = SignInMethod.tokens(r -> AccessToken.of("a.b", Instant.MAX))),
    ROLE_MISSING(clinic -> clinic.azure.twins().revokeRole(clinic.app().servicePrincipalId())),
    PROVIDER_RETURNS_NULL(clinic -> clinic.way = SignInMethod.tokens(request -> null)),
    PROVIDER_THROWS(
        clinic ->
            clinic.way =
                SignInMethod.tokens(
                    request -> {
                      throw new IllegalStateException("the vault is sealed");
                    })),
    PROVIDER_REJECTS_AN_ARGUMENT(
        clinic ->
            clinic.way =
                SignInMethod.tokens(
                    request -> {
                      throw new IllegalArgumentException("the vault is sealed");
                    })),
    PROVIDER_IS_OFFLINE(
        clinic ->
            clinic.way =
                SignInMethod.tokens(
                    request -> {
                      throw new IOException("offline");
                    }));

    private final Consumer<Clinic> change;

    Fault(Consumer<Clinic> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void fault_isNamedInTheSameWords(Fault fault) {
    try (Clinic clinic = new Clinic(folder)) {
      clinic.service();
      fault.change.accept(clinic);

      Throwable met = catchThrowable(() -> call(clinic));
      Diagnosis diagnosis = clinic.examine();

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
  private static void call(Clinic clinic) throws IOException {
    Timing system = Timing.system();
    Timing here = new Timing(clinic.clock, system.ticker(), () -> 0, duration -> {});
    DigitalTwinsConfig config = clinic.config();
    TokenProvider tokens =
        clinic.way.setup().tokens().apply(SignIn.with(config).httpClient(clinic.http).timing(here));
    try (DigitalTwins instance =
        DigitalTwins.builder(config)
            .httpClient(clinic.http)
            .timing(here)
            .retry(RetryPolicy.NONE)
            .build()) {
      DigitalTwin unused = instance.client(tokens).getTwin("x", DigitalTwin.class);
    }
  }

  /** Returns what the client says happened, without the operation and the words of the instance. */
  private static String sentence(Throwable met) {
    String reason = met instanceof AdtException e ? e.reason() : met.getMessage();
    return reason.replaceFirst("^Could not get twin 'x': ", "").replaceFirst(" It says: .*", "");
  }

  private static String text(Finding finding) {
    return lower(finding.message() + finding.fix().map(fix -> " " + fix).orElse(""));
  }

  private static String lower(@Nullable String text) {
    return String.valueOf(text).toLowerCase(Locale.ROOT);
  }

  private static Consumer<Clinic> set(String variable, String value) {
    return clinic -> clinic.settings.put(variable, value);
  }

  private static Consumer<Clinic> answers(MockResponse response) {
    return clinic -> clinic.azure.script(INSTANCE).always(response);
  }

  private static Consumer<Clinic> certificate(java.util.function.Function<Clinic, Path> file) {
    return clinic ->
        clinic.way = SignInMethod.service(ClientCredential.certificate(file.apply(clinic)));
  }

  private static void refusedProxy(Clinic clinic) {
    int closed = clinic.closeLater(ReservedPort.open()).port();
    proxy(clinic, new InetSocketAddress(InetAddress.getLoopbackAddress(), closed));
  }

  private static void unknownProxy(Clinic clinic) {
    proxy(clinic, InetSocketAddress.createUnresolved("proxy.invalid", 3128));
  }

  private static void proxy(Clinic clinic, InetSocketAddress address) {
    clinic.http = new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, address)).build();
  }
}
