package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.registration.DirectoryReader;
import io.github.adtauth.internal.registration.GraphApi;
import io.github.adtauth.internal.registration.GraphJson;
import io.github.adtauth.testkit.arm.ResourceRight;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** Tests a registration with missing rights, ambiguous names or a slow directory. */
class AppRegistrationErrorsTest extends AppRegistrationFixture {
  @Test
  void missingRightToAssignRoles_yieldsCommand() {
    azure.resourceManager().allow(entra.alice(), ResourceRight.READ);

    RegisteredApp app =
        register(
            AppSpec.service("Job", AppCredential.secret(Duration.ofDays(90)))
                .assignRole(InstanceRole.DATA_READER, instanceId()));

    assertThat(app.manualSteps())
        .singleElement()
        .asString()
        .contains(
            "az role assignment create --role \"Azure Digital Twins Data Reader\"",
            graph.registration(app.clientId()).servicePrincipalId(),
            instanceId());
  }

  @Test
  void unknownInstance_isReportedBeforeAnyWrite() {
    AppSpec spec =
        AppSpec.desktop("Tool")
            .assignRole(
                entra.alice().oid(),
                InstanceRole.DATA_OWNER,
                azure.resourceManager().instanceId("other"));

    assertThatThrownBy(() -> registration.plan(spec))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("There is no Digital Twins instance");
    assertThatThrownBy(() -> AppSpec.desktop("Tool").assignRole(InstanceRole.DATA_OWNER, "contoso"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(graph.writes()).isZero();
  }

  @Test
  void newPrincipalUnknownToResourceManager_isRetried() {
    azure.resourceManager().rejectPrincipals(2);

    register(
        AppSpec.service("Job", AppCredential.secret(Duration.ofDays(90)))
            .assignRole(InstanceRole.DATA_OWNER, instanceId()));

    assertThat(time.sleeps()).isNotEmpty();
  }

  @Test
  void missingRightToConsent_yieldsAdministratorLink() {
    AppRegistration limited =
        as(
            request ->
                AccessToken.of(
                    graph.tokenFor(
                        entra.alice(), "Application.ReadWrite.All", "Directory.Read.All"),
                    Instant.MAX));

    RegisteredApp app = limited.apply(limited.plan(AppSpec.desktop("Tool")));

    assertThat(app.manualSteps())
        .contains(
            "Have an administrator consent: https://login.microsoftonline.com/"
                + entra.tenantId()
                + "/adminconsent?client_id="
                + app.clientId());
  }

  @Test
  void missingRightToRegister_isNamed() {
    AppRegistration unprivileged =
        as(
            request ->
                AccessToken.of(graph.tokenFor(entra.bob(), "Directory.Read.All"), Instant.MAX));

    assertThatThrownBy(() -> unprivileged.apply(unprivileged.plan(AppSpec.desktop("Tool"))))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Application.ReadWrite.All");
  }

  @Test
  void ambiguousName_isReportedWithClientIds() {
    RegisteredApp first = register(AppSpec.desktop("Tool"));
    graph.application(first.clientId()).patch("{\"displayName\":\"Other\"}");
    RegisteredApp second = register(AppSpec.desktop("Tool"));
    graph.application(first.clientId()).patch("{\"displayName\":\"Tool\"}");

    assertThatThrownBy(() -> registration.plan(AppSpec.desktop("Tool")))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining(first.clientId())
        .hasMessageContaining(second.clientId());
    assertThat(registration.plan(AppSpec.desktop("Tool").clientId(first.clientId())).changes())
        .isEmpty();
  }

  @Test
  void interruptedRun_isCompletedByNextRun() {
    AppSpec spec = AppSpec.webApi("API", AppCredential.secret(Duration.ofDays(9)));
    for (int writes = 0; writes < 4; writes++) {
      graph.failAfter(writes == 0 ? 0 : 1);
      assertThatThrownBy(() -> register(spec)).isInstanceOf(UnavailableException.class);
      graph.recover();
    }

    register(spec);

    assertThat(graph.applications()).filteredOn(a -> a.toString().contains("\"API\"")).hasSize(1);
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void slowDirectory_isAwaited() {
    graph.delayApplications(3);
    graph.delayServicePrincipals(2);

    register(AppSpec.desktop("Tool"));

    assertThat(time.sleeps()).isNotEmpty();
    assertThat(registration.plan(AppSpec.desktop("Tool")).changes()).isEmpty();
  }

  @Test
  void throttledRequest_isRetried() {
    graph.throttle(2, 7);

    register(AppSpec.desktop("Tool"));

    assertThat(time.sleeps()).contains(Duration.ofSeconds(7));
  }

  @Test
  void missingDigitalTwinsPrincipal_isCreated() throws IOException {
    graph.removeServicePrincipal(DirectoryReader.DIGITAL_TWINS);

    RegistrationPlan plan = registration.plan(AppSpec.desktop("Tool"));

    assertThat(plan.toString()).contains("Azure Digital Twins, missing in this tenant");
    signInAndCall(file(registration.apply(plan)));
  }

  @Test
  void existingConsent_isWidenedOnlyIfAllowed() {
    RegisteredApp app = register(AppSpec.desktop("Tool"));
    URI root = URI.create("https://graph.microsoft.com/v1.0/");
    ProtectedResource resource =
        new ProtectedResource(root, "https://graph.microsoft.com/.default");
    GraphApi api =
        new GraphApi(
            AuthenticatedHttp.client(azure.httpClient(), resource, fullAccess()),
            HttpUrl.get(root),
            new OperationPrincipal());
    JsonObject other = new JsonObject();
    other.addProperty("scope", "Something.Else");
    for (JsonObject grant : api.list("read", api.at("oauth2PermissionGrants").build())) {
      api.patch(
          "narrow", api.at("oauth2PermissionGrants", GraphJson.string(grant, "id")).build(), other);
    }
    AppSpec spec = AppSpec.desktop("Tool").clientId(app.clientId());

    RegistrationPlan plan = registration.plan(spec);

    assertThat(plan.blockers()).hasSize(1);
    assertThat(plan.toString()).contains("! The tenant consented to 'Something.Else' only");
    assertThatThrownBy(() -> registration.apply(plan)).isInstanceOf(RegistrationException.class);
    RegistrationPlan wider = registration.plan(spec.allowWiderConsent());
    assertThat(wider.toString()).contains("~ consent", "'Something.Else'");
    registration.apply(wider);
    assertThat(registration.plan(spec).changes()).isEmpty();
  }

  @Test
  void withoutRoles_onlyGraphTokensAreRequested() {
    StringBuilder scopes = new StringBuilder();
    AppRegistration watched =
        as(
            (TokenRequest request) -> {
              scopes.append(request.scopes());
              return fullAccess().token(request);
            });

    watched.plan(AppSpec.desktop("Tool"));

    assertThat(scopes.toString())
        .contains("https://graph.microsoft.com/.default")
        .doesNotContain("management");
  }
}
