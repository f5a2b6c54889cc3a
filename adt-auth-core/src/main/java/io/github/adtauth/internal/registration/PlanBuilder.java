package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.registration.GraphJson.string;
import static java.util.stream.Collectors.toSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Compares a spec with the state of the directory and plans the missing changes. */
final class PlanBuilder {
  private final DirectoryReader directory;
  private final AppSpec spec;
  private final DirectoryState state;
  private final List<PlannedChange> changes = new ArrayList<>();
  private final List<Statement> blockers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private PlanBuilder(DirectoryReader directory, AppSpec spec, DirectoryState state) {
    this.directory = directory;
    this.spec = spec;
    this.state = state;
  }

  static Plan plan(DirectoryReader directory, AppSpec spec, DirectoryState state, Clock clock) {
    PlanBuilder builder = new PlanBuilder(directory, spec, state);
    if (state.application() == null && spec.clientId().isPresent()) {
      builder.block(
          "There is no application with the Client ID "
              + spec.clientId().get()
              + " in this tenant.");
    } else {
      builder.build(
          new CredentialChanges(
              directory.graph(),
              state,
              clock,
              directory.cloud().exchangeAudience(),
              KeyFile.of(spec.credential().orElse(null))));
    }
    builder.notes.addAll(UnreadableParts.notes(spec, state));
    AdoptionCheck adoption = new AdoptionCheck(spec, state, clock);
    builder.blockers.addAll(adoption.blockers(!builder.changes.isEmpty()));
    builder.notes.addAll(adoption.notes());
    Set<RegistrationStep> steps =
        builder.changes.stream().map(PlannedChange::step).collect(toSet());
    builder.notes.addAll(directory.permissions().notes(steps));
    return new Plan(spec, state, builder.changes, builder.blockers, builder.notes);
  }

  /**
   * Adds all changes. A secret comes last, because Graph returns it only once and an error of a
   * later change would lose it.
   */
  private void build(CredentialChanges credentials) {
    AppCredential credential = spec.credential().orElse(null);
    boolean isSecret = credential instanceof AppCredential.NewSecret;
    application();
    servicePrincipals();
    if (!isSecret) {
      credential(credentials, credential);
    }
    consent();
    changes.addAll(new RoleChanges(directory, spec, state).plan());
    if (isSecret) {
      credential(credentials, credential);
    }
  }

  private GraphApi graph() {
    return directory.graph();
  }

  private void application() {
    ApplicationBody body = new ApplicationBody(spec, state);
    if (state.application() == null) {
      add(
          StatePart.APPLICATION,
          RegistrationStep.NEW_REGISTRATION,
          "application '" + spec.displayName() + "'",
          this::create);
      body.lines.forEach(
          line -> add(StatePart.APPLICATION, line.step(), line.text(), result -> {}));
      return;
    }
    PlannedChange.Action patch =
        result ->
            graph()
                .patch(
                    "change the application",
                    graph().at("applications", state.objectId()).build(),
                    body.json);
    for (ApplicationBody.Line line : body.lines) {
      changes.add(
          PlannedChange.replacement(StatePart.APPLICATION, line.step(), line.text(), patch));
    }
  }

  /**
   * Creates the application by a unique name, so that a run soon after an interrupted one does not
   * create a second application while lists do not yet show the first. The rest is added once the
   * application is identified.
   */
  private void create(ApplyResult result) {
    String action = "create the application";
    HttpUrl url = new ApplicationFinder(graph()).byUniqueNameUrl(state.uniqueName());
    JsonObject body = new JsonObject();
    body.addProperty("displayName", spec.displayName());
    body.addProperty("signInAudience", "AzureADMyOrg");
    JsonObject created = graph().upsert(action, url, body);
    result.recordWrite();
    JsonObject application = created;
    if (application == null) {
      application = graph().find(action, url);
      if (application == null) {
        throw new RegistrationException(
            ErrorDetails.of("The application exists, but the directory does not show it yet.")
                .status(404));
      }
    }
    String appId = string(application, "appId");
    if (!Guid.isGuid(appId)) {
      throw graph().unexpected(action, "the response has no ids.");
    }
    result.setApplication(appId, created != null);
  }

  private void servicePrincipals() {
    if (state.servicePrincipal() == null) {
      addServicePrincipal(
          StatePart.PRINCIPAL, state.clientId(), "service principal of the application");
    }
    boolean callsDigitalTwins =
        spec.webApi().isEmpty() && spec.purpose() != AppSpec.Purpose.SERVICE;
    if (state.resource() == null && callsDigitalTwins) {
      addServicePrincipal(
          StatePart.RESOURCE,
          DirectoryReader.DIGITAL_TWINS,
          "service principal of Azure Digital Twins, missing in this tenant");
    } else if (state.resource() == null && spec.webApi().isPresent()) {
      block("There is no web API " + spec.webApi().get() + " in this tenant.");
    } else if (spec.webApi().isPresent() && ApplicationBody.scopeId(state.resource()).isEmpty()) {
      block(
          "The web API "
              + spec.webApi().get()
              + " exposes no scope "
              + ApplicationBody.ACCESS_AS_USER
              + ": register it as a web API first.");
    }
  }

  private void addServicePrincipal(StatePart part, String appId, String description) {
    JsonObject body = new JsonObject();
    body.addProperty("appId", appId);
    if (part == StatePart.PRINCIPAL) {
      JsonArray tags = new JsonArray();
      tags.add("WindowsAzureActiveDirectoryIntegratedApp"); // lists it in the portal
      body.add("tags", tags);
    }
    HttpUrl url = graph().at("servicePrincipals").build();
    add(
        part,
        RegistrationStep.NEW_REGISTRATION,
        description,
        result -> {
          try {
            graph().postIfAbsent("create the " + description, url, body);
          } catch (RegistrationException e) {
            if (part != StatePart.RESOURCE || e.status() != 403) {
              throw e;
            }
            result.addManualStep(ManualSteps.digitalTwinsPrincipal());
          }
        });
  }

  private void credential(CredentialChanges credentials, @Nullable AppCredential credential) {
    if (credential != null) {
      credentials.blocker(credential).ifPresent(this::block);
      credentials.change(credential).ifPresent(changes::add);
      credentials.note(credential).ifPresent(notes::add);
    }
  }

  private void consent() {
    if (spec.purpose() == AppSpec.Purpose.SERVICE // an application's own access is the role alone
        || state.unknown().contains(StatePart.GRANT)) {
      return;
    }
    String scope = scope(spec);
    String description = "consent of the tenant to " + scope;
    JsonObject grant = state.grant();
    if (grant == null) {
      add(
          StatePart.GRANT,
          RegistrationStep.CONSENT,
          description,
          result -> grantConsent(scope, result));
      return;
    }
    String consented = string(grant, "scope").strip();
    String displayed = Redactor.sanitizeId(consented, 500);
    if (Arrays.asList(consented.split(" ")).contains(scope)) {
      return;
    }
    if (!spec.allowsWiderConsent()) {
      block(
          "The tenant consented to '"
              + displayed
              + "' only. To add "
              + scope
              + ", call AppSpec.allowWiderConsent().");
      return;
    }
    JsonObject body = new JsonObject();
    body.addProperty("scope", (consented + " " + scope).strip());
    changes.add(
        PlannedChange.replacement(
            StatePart.GRANT,
            RegistrationStep.CONSENT,
            description + ", previously '" + displayed + "'",
            result ->
                graph()
                    .patch(
                        "widen the consent",
                        graph().at("oauth2PermissionGrants", string(grant, "id")).build(),
                        body)));
  }

  /** Returns the scope to consent to. */
  static String scope(AppSpec spec) {
    return spec.webApi().isPresent() ? ApplicationBody.ACCESS_AS_USER : "Read.Write";
  }

  private void grantConsent(String scope, ApplyResult result) {
    if (state.resource() == null) {
      result.addManualStep(manualSteps().consent());
      return;
    }
    JsonObject body = new JsonObject();
    body.addProperty("clientId", state.servicePrincipalId());
    body.addProperty("consentType", "AllPrincipals");
    body.addProperty("resourceId", string(state.resource(), "id"));
    body.addProperty("scope", scope);
    try {
      graph().postIfAbsent("grant consent", graph().at("oauth2PermissionGrants").build(), body);
    } catch (RegistrationException e) {
      if (e.status() != 403) {
        throw e;
      }
      result.addManualStep(manualSteps().consent());
    }
  }

  private ManualSteps manualSteps() {
    return new ManualSteps(directory.cloud(), spec, state);
  }

  private void block(String reason) {
    blockers.add(Statement.of(reason));
  }

  private void add(
      StatePart part, RegistrationStep step, String description, PlannedChange.Action action) {
    changes.add(PlannedChange.addition(part, step, description, action));
  }
}
