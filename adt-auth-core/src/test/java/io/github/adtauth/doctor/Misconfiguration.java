package io.github.adtauth.doctor;

import static io.github.adtauth.RegistrationStep.API_PERMISSION;
import static io.github.adtauth.RegistrationStep.CREDENTIAL;
import static io.github.adtauth.RegistrationStep.EXPOSED_API;
import static io.github.adtauth.RegistrationStep.IDS;
import static io.github.adtauth.RegistrationStep.INSTANCE_ROLE;

import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.testkit.entra.FederatedIssuer;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.twins.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mistake in settings, registration or network, with the finding that reports it. */
enum Misconfiguration {
  // Settings
  NO_CLIENT_ID(
      DoctorFixture::service, unset("AZURE_CLIENT_ID"), Check.SETTINGS, null, "step 4 (Overview"),
  NO_TENANT(
      DoctorFixture::service, unset("AZURE_TENANT_ID"), Check.SETTINGS, null, "Tenant is missing"),
  NO_ENDPOINT(
      DoctorFixture::deviceCode, unset("ADT_ENDPOINT"), Check.SETTINGS, null, "'Host name'"),
  TENANT_IS_COMMON(
      DoctorFixture::service,
      set("AZURE_TENANT_ID", "common"),
      Check.SETTINGS,
      null,
      "must name a single directory"),
  CLIENT_ID_IS_NO_GUID(
      DoctorFixture::browser,
      set("AZURE_CLIENT_ID", "rooms"),
      Check.SETTINGS,
      null,
      "must be a GUID"),

  // The network path to Entra ID
  UNKNOWN_AUTHORITY(
      DoctorFixture::service,
      NetworkProblems.unresolvableName("login."),
      Check.ENTRA_NAME,
      null,
      "There is no address"),
  NETWORK_REFUSES(
      DoctorFixture::service,
      NetworkProblems::connectionRefused,
      Check.ENTRA_TLS,
      null,
      "connection refused"),
  INTERCEPTING_PROXY(
      DoctorFixture::service,
      NetworkProblems::intercepted,
      Check.ENTRA_TLS,
      null,
      "a proxy that inspects TLS"),
  PROXY_WANTS_A_PASSWORD(
      DoctorFixture::service,
      NetworkProblems::authenticatingProxy,
      Check.ENTRA_TLS,
      null,
      "proxyAuthenticator"),
  PROXY_ANSWERS_ITSELF(
      DoctorFixture::service,
      NetworkProblems.html("login.*"),
      Check.TENANT,
      null,
      "is not from Entra ID"),
  ENTRA_IS_SILENT(
      DoctorFixture::service, NetworkProblems::silent, Check.ENTRA_TLS, null, "in time"),
  CLOCK_IS_FAST(
      DoctorFixture::service,
      NetworkProblems.clock(Duration.ofMinutes(20)),
      Check.CLOCK,
      null,
      "20 minutes fast"),
  CLOCK_IS_SLOW(
      DoctorFixture::deviceCode,
      NetworkProblems.clock(Duration.ofMinutes(-30)),
      Check.CLOCK,
      null,
      "minutes slow"),

  // Ids
  UNKNOWN_TENANT(
      DoctorFixture::service,
      set("AZURE_TENANT_ID", "99999999-0000-4000-8000-000000000001"),
      Check.TENANT,
      IDS,
      "use the Directory ID"),
  UNKNOWN_DOMAIN(
      DoctorFixture::browser,
      set("AZURE_TENANT_ID", "fabrikam.example"),
      Check.TENANT,
      IDS,
      "use the Directory ID"),
  TENANT_OF_ANOTHER_CLOUD(
      DoctorFixture::service,
      fixture -> fixture.entra.rejections().cloud("microsoftonline.us"),
      Check.TENANT,
      IDS,
      "Cloud.US_GOVERNMENT"),
  UNKNOWN_CLIENT(
      DoctorFixture::service,
      set("AZURE_CLIENT_ID", "99999999-0000-4000-8000-000000000002"),
      Check.CLIENT,
      IDS,
      "~/Overview/appId/99999999-0000-4000-8000-000000000002"),
  TENANT_OF_SOMEBODY_ELSE(
      DoctorFixture::deviceCode,
      fixture ->
          set(
                  "AZURE_TENANT_ID",
                  fixture.entra.addTenant("99999999-0000-4000-8000-000000000003", "f.example").id())
              .accept(fixture),
      Check.CLIENT,
      IDS,
      "check Client ID and Tenant"),

  // Registration
  NO_REDIRECT_URI(
      DoctorFixture::browser,
      fixture -> fixture.registration(app -> app.noRedirectUris()),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "add http://localhost"),
  WRONG_REDIRECT_URI(
      DoctorFixture::browser,
      fixture ->
          fixture.registration(
              app -> app.noRedirectUris().nativeRedirectUri("https://microsoft.com")),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "~/Authentication/appId/"),
  REDIRECT_URI_OF_A_WEB_APP(
      DoctorFixture::browser,
      fixture ->
          fixture.registration(
              app -> app.noRedirectUris().publicClient(false).webRedirectUri("http://localhost")),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "move it to Mobile and desktop"),
  REDIRECT_URI_OF_A_SINGLE_PAGE_APP(
      DoctorFixture::browser,
      fixture ->
          fixture.registration(app -> app.noRedirectUris().spaRedirectUri("http://localhost")),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "move it to Mobile and desktop"),
  APPLICATION_IS_DISABLED(
      DoctorFixture::browser,
      fixture -> fixture.entra.rejections().signIns(7000112),
      Check.CLIENT,
      null,
      "Enterprise applications"),
  NO_SERVICE_PRINCIPAL(
      DoctorFixture::service,
      fixture -> fixture.entra.rejections().tokens(7000229),
      Check.SIGN_IN,
      RegistrationStep.NEW_REGISTRATION,
      "az ad sp create --id"),
  NO_PUBLIC_CLIENT(
      DoctorFixture::deviceCode,
      fixture ->
          fixture.registration(
              app ->
                  app.noRedirectUris()
                      .publicClient(false)
                      .webRedirectUri("https://rooms.example/")),
      Check.PUBLIC_CLIENT,
      RegistrationStep.PUBLIC_CLIENT,
      "Allow public client flows → Yes"),
  NO_PERMISSION(
      DoctorFixture::deviceCode,
      fixture -> {
        fixture.entra.revokeConsent(fixture.app());
        fixture.entra.register(bare(fixture));
      },
      Check.PERMISSION,
      API_PERMISSION,
      "~/CallAnAPI/appId/"),
  NO_PERMISSION_OF_A_WEB_API(
      DoctorFixture::webApi,
      fixture -> {
        fixture.entra.revokeConsent(fixture.app());
        fixture.entra.register(bareApi(fixture));
      },
      Check.CONSENT, // Entra ID does not distinguish the two here
      RegistrationStep.CONSENT,
      "check that the permission is listed (step 5)"),
  NO_CONSENT(
      DoctorFixture::webApi,
      fixture -> fixture.entra.revokeConsent(fixture.app()),
      Check.CONSENT,
      RegistrationStep.CONSENT,
      "/adminconsent?client_id="),
  CONSENT_IS_FOR_ADMINISTRATORS(
      DoctorFixture::browserOfBob,
      fixture -> {
        fixture.entra.revokeConsent(fixture.app());
        fixture.entra.blockUserConsent(true);
      },
      Check.CONSENT,
      RegistrationStep.CONSENT,
      "grant"),
  NO_DIGITAL_TWINS_IN_THE_TENANT(
      DoctorFixture::service,
      fixture ->
          fixture
              .entra
              .directory()
              .setServicePrincipal("0b07f429-9f4b-4714-9392-cc5e8e80c8b0", false),
      Check.SIGN_IN,
      API_PERMISSION,
      "az ad sp create --id 0b07f429-9f4b-4714-9392-cc5e8e80c8b0"),

  // Credentials
  SECRET_ID_FOR_SECRET_VALUE(
      DoctorFixture::service,
      secret(fixture -> fixture.app().secrets().get(0).id()),
      Check.CREDENTIAL,
      CREDENTIAL,
      "use its Value, not its Secret ID"),
  WRONG_SECRET(
      DoctorFixture::service,
      secret(fixture -> "wrong~secret~value"),
      Check.CREDENTIAL,
      CREDENTIAL,
      "~/Credentials/appId/"),
  EXPIRED_SECRET(
      DoctorFixture::service,
      fixture -> {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        fixture.registration(
            app -> app.noSecrets().secret(new Registration.Secret("id", "old~value", yesterday)));
        fixture.method = SignInMethod.service(ClientCredential.secret("old~value"));
      },
      Check.CREDENTIAL,
      CREDENTIAL,
      "create a new one"),
  EXPIRED_SECRET_OF_A_WEB_API(
      DoctorFixture::webApi,
      fixture -> {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        String token = fixture.entra.assertionFor(fixture.entra.alice(), fixture.entra.webApi());
        fixture.registration(
            app -> app.noSecrets().secret(new Registration.Secret("id", "old~value", yesterday)));
        fixture.method =
            SignInMethod.webApi(ClientCredential.secret("old~value"), Secret.of(token));
      },
      Check.CREDENTIAL,
      CREDENTIAL,
      "create a new one"),
  EXPIRED_CERTIFICATE(
      DoctorFixture::certificate,
      fixture ->
          fixture.certificate(Instant.now().minus(Duration.ofDays(400)), Duration.ofDays(365)),
      Check.CREDENTIAL_AVAILABLE,
      CREDENTIAL,
      "expired"),
  CERTIFICATE_IS_NOT_VALID_YET(
      DoctorFixture::certificate,
      fixture -> fixture.certificate(Instant.now().plus(Duration.ofDays(1)), Duration.ofDays(365)),
      Check.CREDENTIAL_AVAILABLE,
      CREDENTIAL,
      "not"),
  CERTIFICATE_IS_NOT_UPLOADED(
      DoctorFixture::certificate,
      fixture -> fixture.registration(app -> app.noCertificates().secret("some~other~secret")),
      Check.CREDENTIAL,
      CREDENTIAL,
      "upload it"),
  CERTIFICATE_FILE_IS_MISSING(
      DoctorFixture::certificate,
      fixture ->
          fixture.method =
              SignInMethod.service(
                  ClientCredential.certificate(fixture.folder.resolve("none.pem"))),
      Check.CREDENTIAL_AVAILABLE,
      null,
      "none.pem"),
  FEDERATED_SUBJECT_DIFFERS(
      DoctorFixture::service,
      fixture -> {
        FederatedIssuer issuer = new FederatedIssuer("https://issuer.example");
        fixture.registration(
            app -> app.noSecrets().federatedCredential(issuer.credential("system:a")));
        String token = issuer.token("system:b", Instant.now().plusSeconds(600));
        fixture.method =
            SignInMethod.service(ClientCredential.federatedToken(() -> Secret.of(token)));
      },
      Check.CREDENTIAL,
      CREDENTIAL,
      "match exactly"),

  // The token that a web API received
  INBOUND_TOKEN_FOR_ANOTHER_API(
      DoctorFixture::webApi,
      fixture -> fixture.webApi(TokenDefect.OTHER_AUDIENCE),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "issued for another API"),
  INBOUND_TOKEN_EXPIRED(
      DoctorFixture::webApi,
      fixture -> fixture.webApi(TokenDefect.EXPIRED),
      Check.INBOUND_TOKEN,
      null,
      "has expired"),
  INBOUND_TOKEN_OF_ANOTHER_TENANT(
      DoctorFixture::webApi,
      fixture -> fixture.webApi(TokenDefect.OTHER_TENANT),
      Check.INBOUND_TOKEN,
      null,
      "belongs to another tenant"),
  INBOUND_TOKEN_IS_FORGED(
      DoctorFixture::webApi,
      fixture -> fixture.webApi(TokenDefect.BAD_SIGNATURE),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "not valid for this web API"),
  INBOUND_TOKEN_IS_AN_ID_TOKEN(
      DoctorFixture::webApi,
      fixture -> fixture.webApi(fixture.entra.idTokenFor(fixture.entra.alice(), fixture.app())),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "is an ID token"),
  INBOUND_TOKEN_OF_AN_APPLICATION(
      DoctorFixture::webApi,
      fixture -> fixture.webApi(fixture.entra.appTokenFor(fixture.app())),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "issued to an application alone"),
  MORE_PROOF_IS_DEMANDED(
      DoctorFixture::webApi,
      fixture -> fixture.entra.requireMfa(fixture.entra.alice()),
      Check.SIGN_IN,
      null,
      "The user must provide additional verification"),

  // The token for the instance
  TOKEN_FOR_ANOTHER_API(
      NetworkProblems::daemonTokens,
      NetworkProblems.daemonTokens(fixture -> fixture.entra.appTokenFor(fixture.entra.webApi())),
      Check.TOKEN,
      null,
      "for another API"),
  TOKEN_HAS_EXPIRED(
      NetworkProblems::daemonTokens,
      NetworkProblems.clock(Duration.ofHours(5)),
      Check.TOKEN,
      null,
      "The token expired at"),

  // The instance
  UNKNOWN_INSTANCE(
      DoctorFixture::service,
      NetworkProblems.unresolvableName("contoso."),
      Check.INSTANCE_NAME,
      null,
      "no address for"),
  HOST_IS_NO_INSTANCE(
      DoctorFixture::service,
      set("ADT_ENDPOINT", "https://graph.microsoft.com/"),
      Check.ROLE,
      null,
      "'Host name'"),
  PROXY_BEFORE_THE_INSTANCE(
      DoctorFixture::service,
      NetworkProblems.html("contoso.api.weu.digitaltwins.azure.net"),
      Check.INSTANCE,
      null,
      "not a Digital Twins instance"),
  INSTANCE_OF_ANOTHER_TENANT(
      DoctorFixture::service,
      NetworkProblems::instanceOfOtherTenant,
      Check.ROLE,
      IDS,
      "to another tenant"),
  NO_ROLE(
      DoctorFixture::service,
      fixture -> fixture.azure.twins().revokeRole(fixture.app().servicePrincipalId()),
      Check.ROLE,
      INSTANCE_ROLE,
      "az dt role-assignment create --dt-name contoso"),
  ROLE_OF_A_READER(
      DoctorFixture::service,
      fixture ->
          fixture.azure.twins().grantRole(fixture.app().servicePrincipalId(), Role.DATA_READER),
      Check.WRITE,
      INSTANCE_ROLE,
      "permits only reading"),
  NO_ROLE_OF_A_USER(
      DoctorFixture::webApi,
      fixture -> fixture.azure.twins().revokeRole(fixture.entra.alice().oid()),
      Check.ROLE,
      INSTANCE_ROLE,
      "Access control (IAM)");

  private final Consumer<DoctorFixture> setUp;
  private final Consumer<DoctorFixture> change;
  private final Check check;
  private final @Nullable RegistrationStep step;
  private final String message;

  Misconfiguration(
      Consumer<DoctorFixture> setUp,
      Consumer<DoctorFixture> change,
      Check check,
      @Nullable RegistrationStep step,
      String message) {
    this.setUp = setUp;
    this.change = change;
    this.check = check;
    this.step = step;
    this.message = message;
  }

  Consumer<DoctorFixture> setUp() {
    return setUp;
  }

  Consumer<DoctorFixture> change() {
    return change;
  }

  Check check() {
    return check;
  }

  @Nullable RegistrationStep step() {
    return step;
  }

  String message() {
    return message;
  }

  private static Consumer<DoctorFixture> unset(String variable) {
    return fixture -> fixture.settings.remove(variable);
  }

  private static Consumer<DoctorFixture> set(String variable, String value) {
    return fixture -> fixture.settings.put(variable, value);
  }

  private static Consumer<DoctorFixture> secret(Function<DoctorFixture, String> value) {
    return fixture ->
        fixture.method = SignInMethod.service(ClientCredential.secret(value.apply(fixture)));
  }

  private static Registration bare(DoctorFixture fixture) {
    Registration app = fixture.app();
    return Registration.builder(app.clientId(), app.displayName())
        .publicClient(true)
        .redirectUri("http://localhost")
        .permission("https://graph.microsoft.com/User.Read")
        .consentGranted(true)
        .build();
  }

  private static Registration bareApi(DoctorFixture fixture) {
    Registration app = fixture.app();
    return Registration.builder(app.clientId(), app.displayName())
        .secret(app.secret())
        .redirectUri("https://web.example/callback")
        .exposes("access_as_user")
        .permission("https://graph.microsoft.com/User.Read")
        .consentGranted(true)
        .build();
  }
}
