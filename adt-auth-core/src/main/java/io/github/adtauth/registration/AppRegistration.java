package io.github.adtauth.registration;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.TokenTraffic;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Registers applications in a tenant, over Microsoft Graph, and gives them their role on an
 * instance, over Azure Resource Manager. {@link #plan} only reads; {@link #apply} changes what is
 * missing, keeps what is there, and does nothing the second time. Interrupted, it is simply run
 * again. Thread-safe; share it. The OkHttpClient stays yours; its interceptors are not used,
 * because a response may hold a new client secret.
 *
 * <p>Whose token it is has to be allowed to register applications ({@code
 * Application.ReadWrite.All}; directory role Application Developer or Cloud Application
 * Administrator), to consent for the tenant ({@code DelegatedPermissionGrant.ReadWrite.All}; Cloud
 * Application Administrator), and to assign roles (Owner or User Access Administrator on the
 * instance). Who may not do the last two gets the link and the command for somebody who may.
 */
public final class AppRegistration {
  private static final URI GRAPH = URI.create("https://graph.microsoft.com/v1.0/");
  private static final URI RESOURCE_MANAGER = URI.create("https://management.azure.com/");
  private static final int PATIENCE = 8;
  private static final int MOST_STEPS = 100;

  private final Directory directory;
  private final SeenPermissions permissions;
  private final Timing timing;

  private AppRegistration(Directory directory, SeenPermissions permissions, Timing timing) {
    this.directory = directory;
    this.permissions = permissions;
    this.timing = timing;
  }

  /**
   * Registers as the principal of this provider: {@code signIn.azureCli()}, or a sign-in with a
   * Client ID that the administrator gave.
   */
  public static AppRegistration as(TokenProvider tokens, OkHttpClient http) {
    return as(tokens, http, Timing.system());
  }

  /** Registers as the principal of this provider, and takes time and waiting from here. */
  public static AppRegistration as(TokenProvider tokens, OkHttpClient http, Timing timing) {
    SeenPermissions permissions = new SeenPermissions(tokens);
    OperationPrincipal principal = new OperationPrincipal(); // who is shown is who registers
    return new AppRegistration(
        new Directory(
            api(GRAPH, permissions, http, timing, principal),
            api(RESOURCE_MANAGER, tokens, http, timing, principal)),
        permissions,
        timing);
  }

  private static GraphApi api(
      URI base,
      TokenProvider tokens,
      OkHttpClient http,
      Timing timing,
      OperationPrincipal principal) {
    String scope = base.resolve("/.default").toString();
    OkHttpClient authenticated =
        AuthenticatedHttp.towards(
                TokenTraffic.withoutInterceptors(http)
                    .addNetworkInterceptor(new WholeResponseInterceptor(GraphApi.LIMIT))
                    .build(),
                new ProtectedResource(base, scope))
            .as(tokens)
            .timing(timing)
            .build();
    return new GraphApi(authenticated, Objects.requireNonNull(HttpUrl.get(base)), principal);
  }

  /** Returns who is signed in, such as {@code Alice Adams (alice@contoso.com)}, and where. */
  public String signedInAs() {
    return directory.signedInAs();
  }

  /** Reads what is there and says what would change. */
  public RegistrationPlan plan(AppSpec spec) {
    return Changes.plan(directory, spec, timing.clock(), permissions);
  }

  /**
   * Carries a plan out, and whatever is missing by now: everything is read again between the steps.
   * The application stays the one that the plan shows, whoever has its name by now.
   *
   * @throws io.github.adtauth.RegistrationException if the plan has obstacles, or comes to have
   *     some, or a right is missing
   * @throws UnavailableException if Graph fails in the middle; what is done stays done, run it
   *     again
   */
  public RegisteredApp apply(RegistrationPlan plan) {
    refuse(plan);
    AppSpec spec = plan.spec();
    Outcome outcome = new Outcome();
    Set<String> done = new HashSet<>();
    while (done.size() < MOST_STEPS) {
      RegistrationPlan now = settled(spec, outcome);
      refuse(now);
      Change next = null;
      for (Change change : now.changes()) {
        if (next == null && !done.contains(change.description())) {
          next = change;
        }
      }
      if (next != null) {
        run(next, outcome);
        done.add(next.description());
        spec = outcome.clientId().map(spec::clientId).orElse(spec);
      }
      // A secret is the last of all steps: to read once more could only lose it.
      if (next == null || outcome.secret() != null) {
        if (spec.roles().isEmpty()) {
          outcome.leave(roleByHand(spec, now.found()));
        }
        return new RegisteredApp(now.found(), outcome);
      }
    }
    throw new UnavailableException(
        ErrorDetails.of("Something else changes the registration all the time: run it again."));
  }

  private static void refuse(RegistrationPlan plan) {
    if (!plan.obstacles().isEmpty()) {
      throw Changes.obstacle(plan.obstacles());
    }
  }

  /** Reads until what was made is to be seen. */
  private RegistrationPlan settled(AppSpec spec, Outcome outcome) {
    String resource = spec.callsApi().orElse(Directory.DIGITAL_TWINS);
    RegistrationPlan now = plan(spec);
    for (int i = 0; !outcome.isSettled(now.found(), resource); i++) {
      pause(i, "The directory does not show what was made yet: run it again.");
      now = plan(spec);
    }
    return now;
  }

  private static String roleByHand(AppSpec spec, Found found) {
    boolean service = spec.purpose() == AppSpec.Purpose.SERVICE;
    return "Give "
        + (service ? "the application" : "its users, best a group,")
        + " the role: az role assignment create --role \""
        + InstanceRole.DATA_OWNER.displayName()
        + "\" --assignee-object-id "
        + (service ? found.servicePrincipalId() : "<object id>")
        + " --scope <resource id of the instance>";
  }

  /** Carries a change out; what refers to something new may take a while to find it. */
  private void run(Change change, Outcome outcome) {
    for (int i = 0; ; i++) {
      try {
        change.run(outcome);
        return;
      } catch (AdtException e) {
        boolean mayBeTooSoon = outcome.madeSomething() && (e.status() == 404 || e.status() == 400);
        if (!mayBeTooSoon || i >= PATIENCE) {
          throw e;
        }
        pause(i, String.valueOf(e.getMessage()));
      }
    }
  }

  private void pause(int before, String otherwise) {
    if (before > PATIENCE) {
      throw new UnavailableException(ErrorDetails.of(otherwise));
    }
    try {
      timing.sleeper().sleep(Duration.ofSeconds(Math.min(1L << before, 16)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(
          ErrorDetails.of("Did not go on registering: the thread was interrupted. Run it again.")
              .cause(e));
    }
  }
}
