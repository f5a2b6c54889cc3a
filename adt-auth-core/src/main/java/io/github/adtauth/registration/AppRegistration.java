package io.github.adtauth.registration;

import io.github.adtauth.Cloud;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.TokenTraffic;
import io.github.adtauth.internal.http.OperationPrincipal;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
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
 * <p><b>Rights.</b> {@code Application.ReadWrite.All} is enough to register an application (of a
 * user with the directory role Application Developer or Cloud Application Administrator; an
 * application does with {@code Application.ReadWrite.OwnedBy}). Further rights spare somebody else
 * some work:
 *
 * <ul>
 *   <li>To read consents takes {@code Directory.Read.All} or {@code
 *       DelegatedPermissionGrant.ReadWrite.All}, to consent for the tenant {@code
 *       DelegatedPermissionGrant.ReadWrite.All} and the role Cloud Application Administrator.
 *       Without them {@link RegisteredApp#leftToDo()} has the link for an administrator.
 *   <li>To create the service principal of Azure Digital Twins in a tenant that lacks it takes the
 *       role Cloud Application Administrator. Without it there is the command.
 *   <li>To read the name of the tenant takes {@code User.Read}, of an application {@code
 *       Organization.Read.All}. Without it the tenant is the one that the token names.
 *   <li>To read the instance and the roles on it takes the role Reader there, to assign roles
 *       Owner, User Access Administrator or Role Based Access Control Administrator. Without them
 *       there is the command.
 * </ul>
 *
 * <p>{@code Directory.AccessAsUser.All}, which tokens of the Azure CLI have, permits what the
 * user's directory role allows. {@code Directory.ReadWrite.All} does not permit to register
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
  public static AppRegistration as(TokenProvider tokens, OkHttpClient http) {
    return as(tokens, http, Timing.system());
  }

  /** Registers as the principal of this provider, and takes time and waiting from here. */
  public static AppRegistration as(TokenProvider tokens, OkHttpClient http, Timing timing) {
    return as(tokens, http, Cloud.PUBLIC, timing);
  }

  /**
   * Registers as the principal of this provider, in another cloud than the public one.
   *
   * @throws IllegalArgumentException if it is neither {@link Cloud#PUBLIC} nor {@link
   *     Cloud#US_GOVERNMENT}
   */
  public static AppRegistration as(TokenProvider tokens, OkHttpClient http, Cloud cloud) {
    return as(tokens, http, cloud, Timing.system());
  }

  /**
   * Registers as the principal of this provider in a cloud, and takes time and waiting from here.
   *
   * @throws IllegalArgumentException if the cloud is neither {@link Cloud#PUBLIC} nor {@link
   *     Cloud#US_GOVERNMENT}
   */
  public static AppRegistration as(
      TokenProvider tokens, OkHttpClient http, Cloud inCloud, Timing timing) {
    GraphCloud cloud = GraphCloud.of(inCloud);
    SeenPermissions permissions = new SeenPermissions(tokens);
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
      SeenPermissions permissions,
      OkHttpClient http,
      Timing timing,
      OperationPrincipal principal) {
    OkHttpClient authenticated =
        AuthenticatedHttp.towards(
                TokenTraffic.withoutInterceptors(http)
                    .addNetworkInterceptor(new WholeResponseInterceptor(GraphApi.LIMIT))
                    .build(),
                new ProtectedResource(base, GraphCloud.scope(base)))
            .as(tokens)
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

  /** Reads what is there and says what would change. */
  public RegistrationPlan plan(AppSpec spec) {
    return directory.plan(spec, directory.read(spec), timing.clock());
  }

  /**
   * Carries a plan out, as {@link #apply(RegistrationPlan, Consumer)} does, without progress.
   *
   * @throws io.github.adtauth.RegistrationException if the plan has obstacles, or comes to have
   *     some, or a right is missing
   * @throws io.github.adtauth.UnavailableException if Graph fails in the middle; what is done stays
   *     done, run it again
   */
  public RegisteredApp apply(RegistrationPlan plan) {
    return apply(plan, line -> {});
  }

  /**
   * Carries a plan out, and whatever is missing by now: what a change concerns is read again after
   * it. The application stays the one that the plan shows, whoever has its name by now.
   *
   * <p>The directory takes its time to show what was written. A run waits for that after each
   * change, and retries what is rejected because of it, for at most three minutes at a time.
   *
   * @param progress receives a line whenever the run waits, on the calling thread
   * @throws io.github.adtauth.RegistrationException if the plan has obstacles, or comes to have
   *     some, or a right is missing
   * @throws io.github.adtauth.UnavailableException if Graph fails in the middle, or does not show
   *     what was written; what is done stays done, run it again
   */
  public RegisteredApp apply(RegistrationPlan plan, Consumer<String> progress) {
    plan.requireNoObstacles();
    return new ApplyRun(directory, plan, timing, progress).run();
  }
}
