package io.github.adtauth.doctor;

import static io.github.adtauth.RegistrationStep.API_PERMISSION;
import static io.github.adtauth.RegistrationStep.CREDENTIAL;
import static io.github.adtauth.RegistrationStep.EXPOSED_API;
import static io.github.adtauth.RegistrationStep.IDS;
import static io.github.adtauth.RegistrationStep.INSTANCE_ROLE;

import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.testkit.FederatedIssuer;
import io.github.adtauth.testkit.Forgery;
import io.github.adtauth.testkit.Registration;
import io.github.adtauth.testkit.twins.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One thing that is not as it should be, and what the doctor has to say of it. */
enum Deviation {
  // Settings
  NO_CLIENT_ID(Clinic::service, unset("AZURE_CLIENT_ID"), Check.SETTINGS, null, "step 4 (Overview"),
  NO_TENANT(Clinic::service, unset("AZURE_TENANT_ID"), Check.SETTINGS, null, "Tenant is missing"),
  NO_ENDPOINT(Clinic::deviceCode, unset("ADT_ENDPOINT"), Check.SETTINGS, null, "'Host name'"),
  TENANT_IS_COMMON(
      Clinic::service,
      set("AZURE_TENANT_ID", "common"),
      Check.SETTINGS,
      null,
      "must name a single directory"),
  CLIENT_ID_IS_NO_GUID(
      Clinic::browser, set("AZURE_CLIENT_ID", "rooms"), Check.SETTINGS, null, "must be a GUID"),

  // The way to Entra ID
  UNKNOWN_AUTHORITY(
      Clinic::service, Network.noName("login."), Check.ENTRA_NAME, null, "There is no address"),
  NETWORK_REFUSES(
      Clinic::service, Network::refused, Check.ENTRA_TLS, null, "the connection is refused"),
  INTERCEPTING_PROXY(
      Clinic::service, Network::intercepted, Check.ENTRA_TLS, null, "a proxy that inspects TLS"),
  PROXY_WANTS_A_PASSWORD(
      Clinic::service, Network::demandingProxy, Check.ENTRA_TLS, null, "proxyAuthenticator"),
  PROXY_ANSWERS_ITSELF(
      Clinic::service, Network.html("login.*"), Check.TENANT, null, "is not from Entra ID"),
  ENTRA_IS_SILENT(Clinic::service, Network::silent, Check.ENTRA_TLS, null, "in time"),
  CLOCK_IS_FAST(
      Clinic::service, Network.clock(Duration.ofMinutes(20)), Check.CLOCK, null, "20 minutes fast"),
  CLOCK_IS_SLOW(
      Clinic::deviceCode,
      Network.clock(Duration.ofMinutes(-30)),
      Check.CLOCK,
      null,
      "minutes slow"),

  // Ids
  UNKNOWN_TENANT(
      Clinic::service,
      set("AZURE_TENANT_ID", "99999999-0000-4000-8000-000000000001"),
      Check.TENANT,
      IDS,
      "use the Directory ID"),
  UNKNOWN_DOMAIN(
      Clinic::browser,
      set("AZURE_TENANT_ID", "fabrikam.example"),
      Check.TENANT,
      IDS,
      "use the Directory ID"),
  TENANT_OF_ANOTHER_CLOUD(
      Clinic::service,
      clinic -> clinic.entra.rejections().cloud("microsoftonline.us"),
      Check.TENANT,
      IDS,
      "Cloud.US_GOVERNMENT"),
  UNKNOWN_CLIENT(
      Clinic::service,
      set("AZURE_CLIENT_ID", "99999999-0000-4000-8000-000000000002"),
      Check.CLIENT,
      IDS,
      "~/Overview/appId/99999999-0000-4000-8000-000000000002"),
  TENANT_OF_SOMEBODY_ELSE(
      Clinic::deviceCode,
      clinic ->
          set(
                  "AZURE_TENANT_ID",
                  clinic.entra.addTenant("99999999-0000-4000-8000-000000000003", "f.example").id())
              .accept(clinic),
      Check.CLIENT,
      IDS,
      "check Client ID and Tenant"),

  // Registration
  NO_REDIRECT_URI(
      Clinic::browser,
      clinic -> clinic.registration(app -> app.noRedirectUris()),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "add http://localhost"),
  WRONG_REDIRECT_URI(
      Clinic::browser,
      clinic ->
          clinic.registration(
              app -> app.noRedirectUris().nativeRedirectUri("https://microsoft.com")),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "~/Authentication/appId/"),
  REDIRECT_URI_OF_A_WEB_APP(
      Clinic::browser,
      clinic ->
          clinic.registration(
              app -> app.noRedirectUris().publicClient(false).webRedirectUri("http://localhost")),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "move it to Mobile and desktop"),
  REDIRECT_URI_OF_A_SINGLE_PAGE_APP(
      Clinic::browser,
      clinic -> clinic.registration(app -> app.noRedirectUris().spaRedirectUri("http://localhost")),
      Check.REDIRECT_URI,
      RegistrationStep.REDIRECT_URI,
      "move it to Mobile and desktop"),
  APPLICATION_IS_DISABLED(
      Clinic::browser,
      clinic -> clinic.entra.rejections().signIns(7000112),
      Check.CLIENT,
      null,
      "Enterprise applications"),
  NO_SERVICE_PRINCIPAL(
      Clinic::service,
      clinic -> clinic.entra.rejections().tokens(7000229),
      Check.SIGN_IN,
      RegistrationStep.NEW_REGISTRATION,
      "az ad sp create --id"),
  NO_PUBLIC_CLIENT(
      Clinic::deviceCode,
      clinic ->
          clinic.registration(
              app ->
                  app.noRedirectUris()
                      .publicClient(false)
                      .webRedirectUri("https://rooms.example/")),
      Check.PUBLIC_CLIENT,
      RegistrationStep.PUBLIC_CLIENT,
      "Allow public client flows → Yes"),
  NO_PERMISSION(
      Clinic::deviceCode,
      clinic -> {
        clinic.entra.revokeConsent(clinic.app());
        clinic.entra.register(bare(clinic));
      },
      Check.PERMISSION,
      API_PERMISSION,
      "~/CallAnAPI/appId/"),
  NO_PERMISSION_OF_A_WEB_API(
      Clinic::webApi,
      clinic -> {
        clinic.entra.revokeConsent(clinic.app());
        clinic.entra.register(bareApi(clinic));
      },
      Check.CONSENT, // Entra does not tell the two apart here
      RegistrationStep.CONSENT,
      "check that the permission is listed (step 5)"),
  NO_CONSENT(
      Clinic::webApi,
      clinic -> clinic.entra.revokeConsent(clinic.app()),
      Check.CONSENT,
      RegistrationStep.CONSENT,
      "/adminconsent?client_id="),
  CONSENT_IS_FOR_ADMINISTRATORS(
      Clinic::browserOfBob,
      clinic -> {
        clinic.entra.revokeConsent(clinic.app());
        clinic.entra.blockUserConsent(true);
      },
      Check.CONSENT,
      RegistrationStep.CONSENT,
      "grant"),
  NO_DIGITAL_TWINS_IN_THE_TENANT(
      Clinic::service,
      clinic -> clinic.entra.link().principal("0b07f429-9f4b-4714-9392-cc5e8e80c8b0", false),
      Check.SIGN_IN,
      API_PERMISSION,
      "az ad sp create --id 0b07f429-9f4b-4714-9392-cc5e8e80c8b0"),

  // Credentials
  SECRET_ID_FOR_SECRET_VALUE(
      Clinic::service,
      secret(clinic -> clinic.app().secrets().get(0).id()),
      Check.CREDENTIAL,
      CREDENTIAL,
      "use its Value, not its Secret ID"),
  WRONG_SECRET(
      Clinic::service,
      secret(clinic -> "wrong~secret~value"),
      Check.CREDENTIAL,
      CREDENTIAL,
      "~/Credentials/appId/"),
  EXPIRED_SECRET(
      Clinic::service,
      clinic -> {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        clinic.registration(
            app -> app.noSecrets().secret(new Registration.Secret("id", "old~value", yesterday)));
        clinic.way = SignInMethod.service(ClientCredential.secret("old~value"));
      },
      Check.CREDENTIAL,
      CREDENTIAL,
      "create a new one"),
  EXPIRED_SECRET_OF_A_WEB_API(
      Clinic::webApi,
      clinic -> {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        String token = clinic.entra.assertionFor(clinic.entra.alice(), clinic.entra.webApi());
        clinic.registration(
            app -> app.noSecrets().secret(new Registration.Secret("id", "old~value", yesterday)));
        clinic.way = SignInMethod.webApi(ClientCredential.secret("old~value"), Secret.of(token));
      },
      Check.CREDENTIAL,
      CREDENTIAL,
      "create a new one"),
  EXPIRED_CERTIFICATE(
      Clinic::certificate,
      clinic -> clinic.certificate(Instant.now().minus(Duration.ofDays(400)), Duration.ofDays(365)),
      Check.CREDENTIAL_AVAILABLE,
      CREDENTIAL,
      "expired"),
  CERTIFICATE_IS_NOT_VALID_YET(
      Clinic::certificate,
      clinic -> clinic.certificate(Instant.now().plus(Duration.ofDays(1)), Duration.ofDays(365)),
      Check.CREDENTIAL_AVAILABLE,
      CREDENTIAL,
      "not"),
  CERTIFICATE_IS_NOT_UPLOADED(
      Clinic::certificate,
      clinic -> clinic.registration(app -> app.noCertificates().secret("some~other~secret")),
      Check.CREDENTIAL,
      CREDENTIAL,
      "upload it"),
  CERTIFICATE_FILE_IS_MISSING(
      Clinic::certificate,
      clinic ->
          clinic.way =
              SignInMethod.service(ClientCredential.certificate(clinic.folder.resolve("none.pem"))),
      Check.CREDENTIAL_AVAILABLE,
      null,
      "none.pem"),
  FEDERATED_SUBJECT_DIFFERS(
      Clinic::service,
      clinic -> {
        FederatedIssuer issuer = new FederatedIssuer("https://issuer.example");
        clinic.registration(
            app -> app.noSecrets().federatedCredential(issuer.credential("system:a")));
        String token = issuer.token("system:b", Instant.now().plusSeconds(600));
        clinic.way = SignInMethod.service(ClientCredential.federatedToken(() -> Secret.of(token)));
      },
      Check.CREDENTIAL,
      CREDENTIAL,
      "match exactly"),

  // The token that a web API received
  INBOUND_TOKEN_FOR_ANOTHER_API(
      Clinic::webApi,
      clinic -> clinic.webApi(Forgery.OTHER_AUDIENCE),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "issued for another API"),
  INBOUND_TOKEN_EXPIRED(
      Clinic::webApi,
      clinic -> clinic.webApi(Forgery.EXPIRED),
      Check.INBOUND_TOKEN,
      null,
      "has expired"),
  INBOUND_TOKEN_OF_ANOTHER_TENANT(
      Clinic::webApi,
      clinic -> clinic.webApi(Forgery.OTHER_TENANT),
      Check.INBOUND_TOKEN,
      null,
      "of another tenant"),
  INBOUND_TOKEN_IS_FORGED(
      Clinic::webApi,
      clinic -> clinic.webApi(Forgery.BAD_SIGNATURE),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "not valid for this web API"),
  INBOUND_TOKEN_IS_AN_ID_TOKEN(
      Clinic::webApi,
      clinic -> clinic.webApi(clinic.entra.idTokenFor(clinic.entra.alice(), clinic.app())),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "is an id token"),
  INBOUND_TOKEN_OF_AN_APPLICATION(
      Clinic::webApi,
      clinic -> clinic.webApi(clinic.entra.appTokenFor(clinic.app())),
      Check.INBOUND_TOKEN,
      EXPOSED_API,
      "of an application alone"),
  MORE_PROOF_IS_DEMANDED(
      Clinic::webApi,
      clinic -> clinic.entra.demandMfa(clinic.entra.alice()),
      Check.SIGN_IN,
      null,
      "The user must provide additional verification"),

  // The token for the instance
  TOKEN_FOR_ANOTHER_API(
      Network::lambda,
      Network.lambda(clinic -> clinic.entra.appTokenFor(clinic.entra.webApi())),
      Check.TOKEN,
      null,
      "for another API"),
  TOKEN_HAS_EXPIRED(
      Network::lambda,
      Network.clock(Duration.ofHours(5)),
      Check.TOKEN,
      null,
      "The token expired at"),

  // The instance
  UNKNOWN_INSTANCE(
      Clinic::service, Network.noName("contoso."), Check.INSTANCE_NAME, null, "no address for"),
  HOST_IS_NO_INSTANCE(
      Clinic::service,
      set("ADT_ENDPOINT", "https://graph.microsoft.com/"),
      Check.ROLE,
      null,
      "'Host name'"),
  PROXY_BEFORE_THE_INSTANCE(
      Clinic::service,
      Network.html("contoso.api.weu.digitaltwins.azure.net"),
      Check.INSTANCE,
      null,
      "not a Digital Twins instance"),
  INSTANCE_OF_ANOTHER_TENANT(
      Clinic::service, Network::foreignInstance, Check.ROLE, IDS, "to another tenant"),
  NO_ROLE(
      Clinic::service,
      clinic -> clinic.azure.twins().revokeRole(clinic.app().servicePrincipalId()),
      Check.ROLE,
      INSTANCE_ROLE,
      "az dt role-assignment create --dt-name contoso"),
  ROLE_OF_A_READER(
      Clinic::service,
      clinic -> clinic.azure.twins().grantRole(clinic.app().servicePrincipalId(), Role.DATA_READER),
      Check.WRITE,
      INSTANCE_ROLE,
      "permits only reading"),
  NO_ROLE_OF_A_USER(
      Clinic::webApi,
      clinic -> clinic.azure.twins().revokeRole(clinic.entra.alice().oid()),
      Check.ROLE,
      INSTANCE_ROLE,
      "Access control (IAM)");

  private final Consumer<Clinic> way;
  private final Consumer<Clinic> change;
  private final Check check;
  private final @Nullable RegistrationStep step;
  private final String words;

  Deviation(
      Consumer<Clinic> way,
      Consumer<Clinic> change,
      Check check,
      @Nullable RegistrationStep step,
      String words) {
    this.way = way;
    this.change = change;
    this.check = check;
    this.step = step;
    this.words = words;
  }

  Consumer<Clinic> way() {
    return way;
  }

  Consumer<Clinic> change() {
    return change;
  }

  Check check() {
    return check;
  }

  @Nullable RegistrationStep step() {
    return step;
  }

  String words() {
    return words;
  }

  private static Consumer<Clinic> unset(String variable) {
    return clinic -> clinic.settings.remove(variable);
  }

  private static Consumer<Clinic> set(String variable, String value) {
    return clinic -> clinic.settings.put(variable, value);
  }

  private static Consumer<Clinic> secret(Function<Clinic, String> value) {
    return clinic ->
        clinic.way = SignInMethod.service(ClientCredential.secret(value.apply(clinic)));
  }

  private static Registration bare(Clinic clinic) {
    Registration app = clinic.app();
    return Registration.builder(app.clientId(), app.displayName())
        .publicClient(true)
        .redirectUri("http://localhost")
        .permission("https://graph.microsoft.com/User.Read")
        .consentGranted(true)
        .build();
  }

  private static Registration bareApi(Clinic clinic) {
    Registration app = clinic.app();
    return Registration.builder(app.clientId(), app.displayName())
        .secret(app.secret())
        .redirectUri("https://web.example/callback")
        .exposes("access_as_user")
        .permission("https://graph.microsoft.com/User.Read")
        .consentGranted(true)
        .build();
  }
}
