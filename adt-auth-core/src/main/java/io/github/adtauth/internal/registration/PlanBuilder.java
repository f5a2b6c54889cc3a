package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.registration.GraphJson.string;
import static java.util.stream.Collectors.toSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.Change;
import io.github.adtauth.registration.Change.Sign;
import io.github.adtauth.registration.RegistrationPlan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The difference between what is asked for and what is there, in the order of carrying it out. */
final class PlanBuilder {
  private final Directory directory;
  private final AppSpec spec;
  private final DirectoryState found;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> obstacles = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private PlanBuilder(Directory directory, AppSpec spec, DirectoryState found) {
    this.directory = directory;
    this.spec = spec;
    this.found = found;
  }

  static RegistrationPlan plan(
      Directory directory, AppSpec spec, DirectoryState found, Clock clock) {
    PlanBuilder all = new PlanBuilder(directory, spec, found);
    if (found.application() == null && spec.clientId().isPresent()) {
      all.obstacles.add(
          "There is no application with the Client ID " + spec.clientId().get() + " here.");
    } else {
      all.build(
          new Credentials(directory.graph(), found, clock, directory.cloud().exchangeAudience()));
    }
    all.notes.addAll(Unknowns.notes(spec, found));
    AdoptionCheck adoption = new AdoptionCheck(spec, found, clock);
    all.obstacles.addAll(adoption.obstacles(!all.changes.isEmpty()));
    all.notes.addAll(adoption.notes());
    Set<RegistrationStep> steps = all.changes.stream().map(Change::step).collect(toSet());
    all.notes.addAll(directory.permissions().notes(steps));
    return new RegistrationPlan(
        spec, found, all.changes, new RegistrationPlan.Remarks(all.obstacles, all.notes));
  }

  /** A secret comes last: what fails after it would lose it, because it is told once. */
  private void build(Credentials credentials) {
    AppCredential credential = spec.credential().orElse(null);
    boolean secret = credential instanceof AppCredential.NewSecret;
    application();
    servicePrincipals();
    if (!secret) {
      credential(credentials, credential);
    }
    consent();
    changes.addAll(new RoleChanges(directory, spec, found).all());
    if (secret) {
      credential(credentials, credential);
    }
  }

  private GraphApi graph() {
    return directory.graph();
  }

  private void application() {
    ApplicationBody wanted = new ApplicationBody(spec, found);
    if (found.application() == null) {
      add(
          Part.APPLICATION,
          RegistrationStep.NEW_REGISTRATION,
          Sign.NEW,
          "application '" + spec.displayName() + "'",
          this::create);
      wanted.lines.forEach(
          line -> add(Part.APPLICATION, line.step(), Sign.NEW, line.text(), outcome -> {}));
      return;
    }
    Change.Action patch =
        outcome ->
            graph()
                .patch(
                    "change the application",
                    graph().at("applications", found.objectId()).build(),
                    wanted.body);
    for (ApplicationBody.Line line : wanted.lines) {
      add(Part.APPLICATION, line.step(), Sign.CHANGED, line.text(), patch);
    }
  }

  /**
   * Creates the application by a unique name, so that a run soon after an interrupted one does not
   * create a second application while lists do not yet show the first. The rest is added once the
   * application is identified.
   */
  private void create(ApplyResult outcome) {
    String creating = "create the application";
    HttpUrl url = directory.byUniqueNameUrl(found.uniqueName());
    JsonObject body = new JsonObject();
    body.addProperty("displayName", spec.displayName());
    body.addProperty("signInAudience", "AzureADMyOrg");
    JsonObject created = graph().upsert(creating, url, body);
    outcome.wrote();
    JsonObject made = created;
    if (made == null) {
      made = graph().find(creating, url);
      if (made == null) {
        throw new RegistrationException(
            ErrorDetails.of("The application exists, but the directory does not show it yet.")
                .status(404));
      }
    }
    String appId = string(made, "appId");
    if (!GraphJson.isGuid(appId)) {
      throw graph().unexpected(creating, "the response has no ids.");
    }
    outcome.application(appId, created != null);
  }

  private void servicePrincipals() {
    if (found.servicePrincipal() == null) {
      addServicePrincipal(Part.PRINCIPAL, found.clientId(), "service principal of the application");
    }
    boolean callsTwins = spec.webApi().isEmpty() && spec.purpose() != AppSpec.Purpose.SERVICE;
    if (found.resource() == null && callsTwins) {
      addServicePrincipal(
          Part.RESOURCE,
          Directory.DIGITAL_TWINS,
          "service principal of Azure Digital Twins, which the tenant lacks");
    } else if (found.resource() == null && spec.webApi().isPresent()) {
      obstacles.add("There is no web API " + spec.webApi().get() + " in this tenant.");
    } else if (spec.webApi().isPresent() && ApplicationBody.scopeId(found.resource()).isEmpty()) {
      obstacles.add(
          "The web API "
              + spec.webApi().get()
              + " exposes no scope "
              + ApplicationBody.ACCESS_AS_USER
              + ": register it as a web API first.");
    }
  }

  private void addServicePrincipal(Part part, String appId, String line) {
    JsonObject body = new JsonObject();
    body.addProperty("appId", appId);
    if (part == Part.PRINCIPAL) {
      JsonArray tags = new JsonArray();
      tags.add("WindowsAzureActiveDirectoryIntegratedApp"); // lists it in the portal
      body.add("tags", tags);
    }
    HttpUrl url = graph().at("servicePrincipals").build();
    add(
        part,
        RegistrationStep.NEW_REGISTRATION,
        Sign.NEW,
        line,
        outcome -> {
          try {
            graph().postUnlessThere("create the " + line, url, body);
          } catch (RegistrationException e) {
            if (part != Part.RESOURCE || e.status() != 403) {
              throw e;
            }
            outcome.leave(ManualSteps.resource());
          }
        });
  }

  private void credential(Credentials credentials, @Nullable AppCredential wanted) {
    if (wanted != null) {
      credentials.obstacle(wanted).ifPresent(obstacles::add);
      credentials.change(wanted).ifPresent(changes::add);
      credentials.note(wanted).ifPresent(notes::add);
    }
  }

  private void consent() {
    if (spec.purpose() == AppSpec.Purpose.SERVICE // an application's own access is the role alone
        || found.unknown().contains(Part.GRANT)) {
      return;
    }
    String scope = scope(spec);
    String what = "consent of the tenant to " + scope;
    JsonObject given = found.grant();
    if (given == null) {
      add(Part.GRANT, RegistrationStep.CONSENT, Sign.NEW, what, outcome -> grant(scope, outcome));
      return;
    }
    String there = string(given, "scope").strip();
    String shown = Redactor.sanitizeId(there, 500);
    if (Arrays.asList(there.split(" ")).contains(scope)) {
      return;
    }
    if (!spec.allowsWiderConsent()) {
      obstacles.add(
          "The tenant consented to '"
              + shown
              + "' only. To add "
              + scope
              + ", allow it with"
              + " mayWidenConsent().");
      return;
    }
    JsonObject body = new JsonObject();
    body.addProperty("scope", (there + " " + scope).strip());
    add(
        Part.GRANT,
        RegistrationStep.CONSENT,
        Sign.CHANGED,
        what + ", until now '" + shown + "'",
        outcome ->
            graph()
                .patch(
                    "widen the consent",
                    graph().at("oauth2PermissionGrants", string(given, "id")).build(),
                    body));
  }

  /** Returns the scope that is consented to. */
  static String scope(AppSpec spec) {
    return spec.webApi().isPresent() ? ApplicationBody.ACCESS_AS_USER : "Read.Write";
  }

  private void grant(String scope, ApplyResult outcome) {
    if (found.resource() == null) {
      outcome.leave(manualSteps().consent());
      return;
    }
    JsonObject body = new JsonObject();
    body.addProperty("clientId", found.servicePrincipalId());
    body.addProperty("consentType", "AllPrincipals");
    body.addProperty("resourceId", string(found.resource(), "id"));
    body.addProperty("scope", scope);
    try {
      graph().postUnlessThere("grant consent", graph().at("oauth2PermissionGrants").build(), body);
    } catch (RegistrationException e) {
      if (e.status() != 403) {
        throw e;
      }
      outcome.leave(manualSteps().consent());
    }
  }

  private ManualSteps manualSteps() {
    return new ManualSteps(directory.cloud(), spec, found);
  }

  private void add(Part part, RegistrationStep step, Sign sign, String line, Change.Action action) {
    changes.add(new Change(part, step, sign, line, action));
  }
}
