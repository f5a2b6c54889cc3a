package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.github.adtauth.Cloud;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.registration.ApplicationBody;
import io.github.adtauth.internal.registration.DirectoryReader;
import io.github.adtauth.internal.registration.GraphJson;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests dates, links, clouds and case-insensitive comparisons. */
class RegistrationDetailsTest {
  private static final Duration DAYS = Duration.ofDays(9);
  private static final String ISSUER = "https://issuer.example";

  private final AdministratorFixture alice = new AdministratorFixture();
  private final FakeGraph graph = alice.azure.graph();

  @AfterEach
  void close() {
    alice.close();
  }

  private static HeldCertificate twoYears() {
    long now = System.currentTimeMillis();
    return new HeldCertificate.Builder()
        .validityInterval(now - 60_000, now + Duration.ofDays(730).toMillis())
        .build();
  }

  private static AppSpec job(HeldCertificate certificate) {
    return AppSpec.service("Job", AppCredential.certificate(certificate.certificate()));
  }

  private List<JsonObject> keys() {
    return JsonMembers.objects(graph.application("Job").json(), "keyCredentials");
  }

  @Test
  void certificate_isRegisteredWithItsOwnDates() {
    graph.credentialPolicy().dateLikeMicrosoft();
    HeldCertificate certificate = twoYears();

    alice.register(job(certificate));

    assertThat(keys()).hasSize(1);
    assertThat(Instant.parse(GraphJson.string(keys().get(0), "endDateTime")))
        .isEqualTo(certificate.certificate().getNotAfter().toInstant());
    assertThat(Instant.parse(GraphJson.string(keys().get(0), "startDateTime")))
        .isEqualTo(certificate.certificate().getNotBefore().toInstant());
  }

  @Test
  void certificateWithExpiredEntry_isRegisteredAgain() {
    HeldCertificate certificate = twoYears();
    HeldCertificate other = twoYears();
    RegisteredApp app = alice.register(job(certificate));
    alice.register(job(other).clientId(app.clientId()));
    String kept = GraphJson.string(keys().get(1), "keyId");
    JsonObject application = graph.application("Job").json();
    JsonMembers.objects(application, "keyCredentials")
        .get(0)
        .addProperty("endDateTime", Instant.now().minusSeconds(60).toString());
    graph.application("Job").patch(application.toString());

    AppSpec again = job(certificate).clientId(app.clientId());
    RegistrationPlan plan = alice.plan(again);
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.toString()).contains("~ certificate", "expired at");
    alice.registration.apply(plan);

    assertThat(alice.plan(again).changes()).isEmpty();
    assertThat(keys()).extracting(key -> GraphJson.string(key, "keyId")).hasSize(2).contains(kept);
    assertThat(keys())
        .allMatch(
            key -> Instant.parse(GraphJson.string(key, "endDateTime")).isAfter(Instant.now()));
  }

  @Test
  void secret_expiresOnWholeSecond() {
    graph.credentialPolicy().dateLikeMicrosoft();

    alice.register(
        AppSpec.service("Job", AppCredential.secret(Duration.ofNanos(86_400_123_456_789L))));

    LoggedRequest request =
        alice.azure.requests(AdministratorFixture.GRAPH).stream()
            .filter(seen -> seen.path().endsWith("/addPassword"))
            .findFirst()
            .orElseThrow();
    assertThat(request.body()).containsPattern("\"endDateTime\":\"[0-9T:-]{19}Z\"");
  }

  @Test
  void consentLinkWithoutRedirectUri_isPermissionsPage() {
    AppRegistration limited = alice.as("Application.ReadWrite.All", "Directory.Read.All");
    RegisteredApp api =
        limited.apply(limited.plan(AppSpec.webApi("API", AppCredential.federated(ISSUER, "x"))));

    assertThat(api.manualSteps())
        .anyMatch(
            line ->
                line.startsWith("Have an administrator consent")
                    && line.contains("Grant admin consent")
                    && line.contains(
                        "https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/"
                            + "ApplicationMenuBlade/~/CallAnAPI/appId/"
                            + api.clientId()))
        .noneMatch(line -> line.contains("/adminconsent"));
  }

  @Test
  void resourceAppId_isCaseInsensitive() {
    AppSpec tool = AppSpec.desktop("Tool");
    RegisteredApp app = alice.register(tool);
    graph
        .application(app.clientId())
        .patch(
            "{\"requiredResourceAccess\":[{\"resourceAppId\":\""
                + DirectoryReader.DIGITAL_TWINS.toUpperCase(Locale.ROOT)
                + "\",\"resourceAccess\":[{\"id\":\""
                + ApplicationBody.READ_WRITE.toUpperCase(Locale.ROOT)
                + "\",\"type\":\"Scope\"}]}]}");

    assertThat(alice.plan(tool).changes()).isEmpty();
  }

  @Test
  void federatedCredentialOfOtherAudience_isReplaced() {
    AppSpec job = AppSpec.service("Job", AppCredential.federated(ISSUER, "repo:x"));
    RegisteredApp app = alice.register(job);
    String name = GraphJson.string(graph.application("Job").federatedCredentials().get(0), "name");
    graph
        .application(app.clientId())
        .patchFederatedCredential(name, "{\"audiences\":[\"api://another\"]}");

    RegistrationPlan plan = alice.plan(job);
    assertThat(plan.toString()).contains("~ federated credential", "api://another");
    alice.registration.apply(plan);

    assertThat(alice.plan(job).changes()).isEmpty();
    assertThat(graph.application("Job").federatedCredentials())
        .singleElement()
        .satisfies(
            one ->
                assertThat(JsonMembers.strings(one, "audiences"))
                    .containsExactly("api://AzureADTokenExchange"));
  }

  @Test
  void servicePrincipal_isListedUnderEnterpriseApplications() {
    alice.register(AppSpec.desktop("Tool"));

    assertThat(
            alice.azure.requests(AdministratorFixture.GRAPH).stream()
                .filter(seen -> seen.path().endsWith("/servicePrincipals"))
                .map(LoggedRequest::body))
        .singleElement()
        .asString()
        .contains("\"tags\":[\"WindowsAzureActiveDirectoryIntegratedApp\"]");
  }

  @Test
  void retryAfterDate_isRead() {
    alice.scriptGet(
        AdministratorFixture.GRAPH,
        "/applications",
        AdministratorFixture.json(503, "{`error`:{`code`:`ServiceUnavailable`}}")
            .newBuilder()
            .setHeader("Date", "Mon, 05 Jan 2026 08:00:00 GMT")
            .setHeader("Retry-After", "Mon, 05 Jan 2026 10:00:00 GMT")
            .build());

    UnavailableException failure =
        catchThrowableOfType(UnavailableException.class, () -> alice.plan(AppSpec.desktop("Tool")));

    assertThat(failure.retryAfter()).contains(Duration.ofHours(2));
  }

  @Test
  void governmentCloud_isSupportedButNoOtherCloud() {
    AppRegistration government =
        AppRegistration.create(
            alice::fullAccessToken,
            alice.azure.httpClient(),
            Cloud.US_GOVERNMENT,
            TestTiming.of(alice.time));

    StringBuilder scopes = new StringBuilder();
    AppRegistration watched =
        AppRegistration.create(
            request -> {
              scopes.append(request.scopes());
              throw new UnavailableException(io.github.adtauth.ErrorDetails.of("no token"));
            },
            alice.azure.httpClient(),
            Cloud.US_GOVERNMENT,
            TestTiming.of(alice.time));
    assertThatThrownBy(() -> watched.plan(AppSpec.desktop("Tool")))
        .hasMessageContaining("no token");
    assertThat(scopes.toString()).contains("https://graph.microsoft.us/.default");
    assertThat(government).isNotNull();

    Cloud other = new Cloud(URI.create("https://login.example.org"), Cloud.DIGITAL_TWINS_SCOPE);
    assertThatThrownBy(
            () -> AppRegistration.create(alice::fullAccessToken, alice.azure.httpClient(), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("login.example.org")
        .hasMessageContaining("login.microsoftonline.com");
  }

  @Test
  void secretLifetime_isDisplayedInDays() {
    assertThat(alice.plan(AppSpec.service("Job", AppCredential.secret(DAYS))).toString())
        .contains("secret for 9 days");
  }
}
