package io.github.adtauth.registration;

import io.github.adtauth.Cloud;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.http.TokenTraffic;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
import io.github.adtauth.internal.registration.ApplyRun;
import io.github.adtauth.internal.registration.Directory;
import io.github.adtauth.internal.registration.DirectoryState;
import io.github.adtauth.internal.registration.GraphApi;
import io.github.adtauth.internal.registration.GraphCloud;
import io.github.adtauth.internal.registration.Instances;
import io.github.adtauth.internal.registration.PermissionTracker;
import io.github.adtauth.internal.registration.Wait;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Registers applications in a tenant, over Microsoft Graph, and gives them their role on an
 * instance, over Azure Resource Manager. {@link #plan} only reads; {@link #apply} changes what is
 * missing, keeps what is there, and does nothing the second time. Interrupted, it is simply run
 * again. Thread-safe; share it. The OkHttpClient stays yours; its interceptors are not used,
 * because a response may hold a new client secret.
 *
 * <p><b>Rights.</b> {@code Application.ReadWrite.All} is enough to register an application. A user
 * also needs the directory role Application Developer or Cloud Application Administrator; for an
 * application {@code Application.ReadWrite.OwnedBy} is enough. Further rights save an administrator
 * some work:
 *
 * <ul>
 *   <li>Reading consents requires {@code Directory.Read.All} or {@code
 *       DelegatedPermissionGrant.ReadWrite.All}. Consenting for the tenant requires {@code
 *       DelegatedPermissionGrant.ReadWrite.All} and the role Cloud Application Administrator.
 *       Without them {@link RegisteredApp#manualSteps()} has the link for an administrator.
 *   <li>Creating the service principal of Azure Digital Twins in a tenant that lacks it requires
 *       the role Cloud Application Administrator. Without the role {@code leftToDo()} has the
 *       command.
 *   <li>Reading the name of the tenant requires {@code User.Read}, or {@code Organization.Read.All}
 *       for an application. Without it the tenant is taken from the token.
 *   <li>Reading the instance and the roles on it requires the role Reader on it. Assigning roles
 *       requires Owner, User Access Administrator or Role Based Access Control Administrator.
 *       Without them {@code leftToDo()} has the command.
 * </ul>
 *
 * <p>{@code Directory.AccessAsUser.All}, which tokens of the Azure CLI have, permits what the
 * user's directory role allows. {@code Directory.ReadWrite.All} does not permit registering
 * applications.
 */
public final class AppRegistration {
  private final Directory directory;
  private final Timing timing;

  private AppRegistration(Directory directory, Timing timing) {
    this.directory = directory;
    this.timing = timing;
  }

  /**
   * Registers as the principal of this provider: {@code signIn.azureCli()}, or a sign-in with a
   * Client ID that the administrator gave.
   */
  public static AppRegistration create(TokenProvider tokens, OkHttpClient http) {
    return create(tokens, http, Timing.system());
  }

  /** Registers as the principal of this provider, and takes time and waiting from here. */
  public static AppRegistration create(TokenProvider tokens, OkHttpClient http, Timing timing) {
    return create(tokens, http, Cloud.PUBLIC, timing);
  }

  /**
   * Returns a registration that acts as the principal of this provider, in the given cloud.
   *
   * @throws IllegalArgumentException if {@code cloud} is neither {@link Cloud#PUBLIC} nor {@link
   *     Cloud#US_GOVERNMENT}
   */
  public static AppRegistration create(TokenProvider tokens, OkHttpClient http, Cloud cloud) {
    return create(tokens, http, cloud, Timing.system());
  }

  /**
   * Returns a registration that acts as the principal of this provider in the given cloud, with the
   * given source of time and waiting.
   *
   * @throws IllegalArgumentException if the cloud is neither {@link Cloud#PUBLIC} nor {@link
   *     Cloud#US_GOVERNMENT}
   */
  public static AppRegistration create(
      TokenProvider tokens, OkHttpClient http, Cloud inCloud, Timing timing) {
    GraphCloud cloud = GraphCloud.of(inCloud);
    PermissionTracker permissions = new PermissionTracker(tokens);
    OperationPrincipal principal = new OperationPrincipal(); // who is shown is who registers
    return new AppRegistration(
        new Directory(
            api(cloud.graph(), permissions, permissions, http, timing, principal),
            new Instances(
                api(cloud.resourceManager(), tokens, permissions, http, timing, principal)),
            permissions,
            cloud),
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
                    .addNetworkInterceptor(new WholeResponseInterceptor(GraphApi.LIMIT))
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

  /** Returns who is signed in, such as {@code Alice Adams (alice@contoso.com)}, and where. */
  public String signedInAs() {
    return directory.signedInAs();
  }

  /**
   * Reads what is there and says what would change.
   *
   * <p>Any user may register an application with any name. An application that is found by its name
   * is therefore changed only if nobody else controls it: it has no other owner, credential,
   * redirect URI or client than the signed-in identity and {@code spec} explain. Otherwise the plan
   * has {@link RegistrationPlan#blockers()} that say who and what that is. To change such an
   * application anyway, name it with {@link AppSpec#clientId}.
   */
  public RegistrationPlan plan(AppSpec spec) {
    Wait wait = new Wait(timing, line -> {}, Wait.DOUBT);
    DirectoryState found = directory.read(spec);
    while (directory.isInDoubt(spec, found, timing.clock()) && wait.pause(Wait.IN_DOUBT)) {
      found = directory.read(spec);
    }
    return directory.plan(spec, found, timing.clock());
  }

  /**
   * Carries out a plan like {@link #apply(RegistrationPlan, Consumer)}, without reporting progress.
   *
   * @throws io.github.adtauth.RegistrationException if the plan has obstacles, if obstacles appear
   *     during the run, or if a right is missing
   * @throws io.github.adtauth.UnavailableException if Graph fails during the run. Completed changes
   *     remain; run it again
   */
  public RegisteredApp apply(RegistrationPlan plan) {
    return apply(plan, line -> {});
  }

  /**
   * Carries out a plan, and whatever else is missing by the time it runs: after each change, the
   * affected part is read again. The run changes the application that the plan shows, even if
   * another one has the same name by then. If the plan shows a new one and somebody else has
   * registered one of that name since, the run changes nothing and fails: plan again.
   *
   * <p>The directory shows changes with a delay. A run waits for them after each change, and
   * retries requests that are rejected because of the delay, for at most three minutes at a time.
   *
   * @param progress receives a line whenever the run waits, on the calling thread
   * @throws io.github.adtauth.RegistrationException if the plan has obstacles, if obstacles appear
   *     during the run, or if a right is missing
   * @throws io.github.adtauth.UnavailableException if Graph fails during the run, or does not show
   *     what was written. Completed changes remain; run it again
   */
  public RegisteredApp apply(RegistrationPlan plan, Consumer<String> progress) {
    plan.requireNoObstacles();
    return new ApplyRun(directory, plan, timing, progress).run();
  }
}
