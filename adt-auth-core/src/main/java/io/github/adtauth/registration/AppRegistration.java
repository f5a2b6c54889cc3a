package io.github.adtauth.registration;

import io.github.adtauth.Cloud;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.http.TokenTraffic;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
import io.github.adtauth.internal.registration.ApplyResult;
import io.github.adtauth.internal.registration.ApplyRun;
import io.github.adtauth.internal.registration.DirectoryReader;
import io.github.adtauth.internal.registration.DirectoryState;
import io.github.adtauth.internal.registration.DirectoryWait;
import io.github.adtauth.internal.registration.GraphApi;
import io.github.adtauth.internal.registration.GraphCloud;
import io.github.adtauth.internal.registration.InstanceReader;
import io.github.adtauth.internal.registration.PermissionTracker;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Registers applications in a tenant with Microsoft Graph, and assigns roles on an instance with
 * Azure Resource Manager. {@link #plan} only reads. {@link #apply} makes the missing changes and
 * preserves everything else, so running it again changes nothing. After an interrupted run, run it
 * again.
 *
 * <p>Thread-safe; share it. The caller owns the OkHttpClient. Its interceptors are not used,
 * because a response may contain a new client secret.
 *
 * <p><b>Rights.</b> {@code Application.ReadWrite.All} is enough to register an application. A user
 * also needs the directory role Application Developer or Cloud Application Administrator; for an
 * application {@code Application.ReadWrite.OwnedBy} is enough. With further rights, fewer steps are
 * left to an administrator:
 *
 * <ul>
 *   <li>Reading consents requires {@code Directory.Read.All} or {@code
 *       DelegatedPermissionGrant.ReadWrite.All}. Consenting for the tenant requires {@code
 *       DelegatedPermissionGrant.ReadWrite.All} and the role Cloud Application Administrator.
 *       Without them {@link RegisteredApp#manualSteps()} has the link for an administrator.
 *   <li>Creating the service principal of Azure Digital Twins in a tenant that lacks it requires
 *       the role Cloud Application Administrator. Without the role {@code manualSteps()} has the
 *       command.
 *   <li>Reading the name of the tenant requires {@code User.Read}, or {@code Organization.Read.All}
 *       for an application. Without it the tenant is taken from the token.
 *   <li>Reading the instance and the roles on it requires the role Reader on it. Assigning roles
 *       requires Owner, User Access Administrator or Role Based Access Control Administrator.
 *       Without them {@code manualSteps()} has the command.
 * </ul>
 *
 * <p>{@code Directory.AccessAsUser.All}, which tokens of the Azure CLI have, permits everything
 * that the user's directory role allows. {@code Directory.ReadWrite.All} does not permit
 * registering applications.
 */
public final class AppRegistration {
  private final DirectoryReader directory;
  private final Timing timing;

  private AppRegistration(DirectoryReader directory, Timing timing) {
    this.directory = directory;
    this.timing = timing;
  }

  /**
   * Creates a registration that acts as the principal of the given provider, such as {@code
   * signIn.azureCli()}.
   */
  public static AppRegistration create(TokenProvider tokens, OkHttpClient http) {
    return create(tokens, http, Timing.system());
  }

  /** Creates a registration that uses the given clock and sleeper. For tests. */
  public static AppRegistration create(TokenProvider tokens, OkHttpClient http, Timing timing) {
    return create(tokens, http, Cloud.PUBLIC, timing);
  }

  /**
   * Creates a registration that acts as the principal of the given provider in the given cloud.
   *
   * @throws IllegalArgumentException if {@code cloud} is neither {@link Cloud#PUBLIC} nor {@link
   *     Cloud#US_GOVERNMENT}
   */
  public static AppRegistration create(TokenProvider tokens, OkHttpClient http, Cloud cloud) {
    return create(tokens, http, cloud, Timing.system());
  }

  /**
   * Creates a registration that acts in the given cloud and uses the given clock and sleeper. For
   * tests.
   *
   * @throws IllegalArgumentException if {@code cloud} is neither {@link Cloud#PUBLIC} nor {@link
   *     Cloud#US_GOVERNMENT}
   */
  public static AppRegistration create(
      TokenProvider tokens, OkHttpClient http, Cloud cloud, Timing timing) {
    GraphCloud endpoints = GraphCloud.of(cloud);
    PermissionTracker permissions = new PermissionTracker(tokens);
    OperationPrincipal principal =
        new OperationPrincipal(); // fails if the provider switches to another user
    return new AppRegistration(
        new DirectoryReader(
            api(endpoints.graph(), permissions, permissions, http, timing, principal),
            new InstanceReader(
                api(endpoints.resourceManager(), tokens, permissions, http, timing, principal)),
            permissions,
            endpoints),
        timing);
  }

  private static GraphApi api(
      URI base,
      TokenProvider tokens,
      PermissionTracker permissions,
      OkHttpClient http,
      Timing timing,
      OperationPrincipal principal) {
    OkHttpClient authenticated =
        AuthenticatedHttp.builder(
                TokenTraffic.withoutInterceptors(http)
                    .addNetworkInterceptor(
                        new WholeResponseInterceptor(GraphApi.MAX_RESPONSE_BYTES))
                    .build(),
                new ProtectedResource(base, GraphCloud.scope(base)))
            .tokens(tokens)
            .timing(timing)
            .build();
    return new GraphApi(
        authenticated,
        Objects.requireNonNull(HttpUrl.get(base)),
        principal,
        permissions,
        timing.clock());
  }

  /**
   * Returns the signed-in user and the tenant, such as {@code Alice Adams (alice@contoso.com) in
   * Contoso, tenant …}.
   */
  public String signedInAs() {
    return directory.signedInAs();
  }

  /**
   * Reads the existing registration and returns the missing changes.
   *
   * <p>Any user may register an application with any name. An application that is found by its name
   * is therefore changed only if nobody else controls it: the signed-in identity must be its only
   * owner, and {@code spec} must explain its credentials, redirect URIs, clients and API
   * permissions. The delegated {@code User.Read}, which the Azure portal adds to each application,
   * is allowed. Otherwise {@link RegistrationPlan#blockers()} lists the other access. To change
   * such an application anyway, set its Client ID with {@link AppSpec#clientId}.
   *
   * <p>A secret of an earlier run cannot be distinguished from one that somebody else has added.
   * With such a secret, an application that is found by its name is accepted only if the
   * registration is complete, including the role of a service or the consent to a web API.
   */
  public RegistrationPlan plan(AppSpec spec) {
    DirectoryWait wait = new DirectoryWait(timing, line -> {}, DirectoryWait.ADOPTION_LIMIT);
    DirectoryState state = directory.read(spec);
    while (directory.mayBeOutdated(spec, state, timing.clock())
        && wait.pause(DirectoryWait.ADOPTION_REASON)) {
      state = directory.read(spec);
    }
    return new RegistrationPlan(directory.plan(spec, state, timing.clock()));
  }

  /**
   * Applies a plan like {@link #apply(RegistrationPlan, Consumer)}, without reporting progress.
   *
   * @throws io.github.adtauth.RegistrationException if the plan has blockers, if blockers appear
   *     during the run, or if a right is missing. Its message identifies other users by object ID
   * @throws io.github.adtauth.UnavailableException if Graph fails during the run. Completed changes
   *     remain; run it again
   */
  public RegisteredApp apply(RegistrationPlan plan) {
    return apply(plan, line -> {});
  }

  /**
   * Applies a plan, and all other changes that are missing when it runs. After each change, the run
   * reads the affected part again. It changes the application of the plan, even if another one has
   * the same name by then. If the plan creates an application and somebody else has registered one
   * with that name since, the run fails without changing anything. Plan again in that case.
   *
   * <p>The directory shows changes with a delay. A run waits for them after each change, and
   * retries requests that are rejected because of the delay, for at most three minutes at a time.
   *
   * @param progress receives a line whenever the run waits, on the calling thread
   * @throws io.github.adtauth.RegistrationException if the plan has blockers, if blockers appear
   *     during the run, or if a right is missing. Its message identifies other users by object ID
   * @throws io.github.adtauth.UnavailableException if Graph fails during the run, or does not show
   *     the changes. Completed changes remain; run it again
   */
  public RegisteredApp apply(RegistrationPlan plan, Consumer<String> progress) {
    plan.plan().requireNoBlockers();
    ApplyRun run = new ApplyRun(directory, plan.plan(), timing, progress);
    ApplyResult result = run.run();
    return new RegisteredApp(run.state(), result);
  }
}
