package io.github.adtauth.internal.signin;

import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.credential.EnvironmentCredential;
import io.github.adtauth.internal.identity.AzureCli;
import io.github.adtauth.internal.identity.CredentialSelection;
import io.github.adtauth.internal.identity.CredentialSelection.Credential;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The identities that the machine has, each with a cache in front of it. */
public record MachineCredentials(DigitalTwinsConfig config, SignInOptions in, TokenCache cache) {
  private static final URI MACHINE = URI.create("machine:identity");

  public TokenProvider managedIdentity(ManagedIdentityId id) {
    Map<String, String> environment = in.environment();
    String file = environment.getOrDefault("AZURE_FEDERATED_TOKEN_FILE", "");
    boolean workload =
        !file.isBlank() && environment.getOrDefault("IDENTITY_ENDPOINT", "").isBlank();
    CredentialSelection selection = CredentialSelection.from(environment);
    if (!selection.includes(Credential.MANAGED_IDENTITY)
        && !(workload && selection.includes(Credential.WORKLOAD_IDENTITY))) {
      return new UnavailableTokenProvider(
          "the managed identity", selection.excluded("The managed identity"));
    }
    if (workload) {
      return workload(id, Path.of(file));
    }
    ManagedIdentity identity =
        ManagedIdentity.of(id, environment, in.http())
            .timing(in.timing())
            .timeout(config.tokenTimeout());
    if (in.client().interceptors()) {
      identity = identity.tokenHttpClient(in.http());
    }
    return cache.localProvider(owner(null, Principal.managedIdentity(name(id))), identity);
  }

  /** Returns the provider of an environment without a credential. */
  public static TokenProvider noneInEnvironment(CredentialSelection selection) {
    boolean excluded =
        !selection.includes(Credential.ENVIRONMENT)
            && !selection.includes(Credential.WORKLOAD_IDENTITY);
    return new UnavailableTokenProvider(
        "the credential of the environment",
        excluded
            ? selection.excluded("The credential of the environment")
            : new CredentialUnavailableException(
                ErrorDetails.of("The environment names no credential.")
                    .fix(new Fix(null, "To use one, " + EnvironmentCredential.EXPECTED + "."))));
  }

  private static String name(ManagedIdentityId id) {
    return id.value().isEmpty() ? "system-assigned" : id.value();
  }

  /** In Kubernetes the identity is a registration that trusts the token of the pod. */
  private TokenProvider workload(ManagedIdentityId id, Path file) {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder().cloud(config.cloud());
    builder.environment(only(in.environment(), "AZURE_CLIENT_ID", "AZURE_TENANT_ID"));
    if (id.kind() == ManagedIdentityId.Kind.CLIENT_ID) {
      builder.clientId(id.value());
    } else if (id.kind() != ManagedIdentityId.Kind.SYSTEM_ASSIGNED) {
      throw new IllegalArgumentException("in Kubernetes an identity is named by its client id");
    }
    return SignIn.with(builder.tokenTimeout(config.tokenTimeout()).build(), in)
        .service(ClientCredential.federatedTokenFile(file));
  }

  private static Map<String, String> only(Map<String, String> environment, String... names) {
    Map<String, String> some = new HashMap<>(environment);
    some.keySet().retainAll(Set.of(names));
    return some;
  }

  public TokenProvider azureCli() {
    String tenant = config.findTenant().orElse(null);
    return cache.localProvider(
        owner(tenant, Principal.developer("Azure CLI")),
        AzureCli.of(in.environment(), tenant, config.tokenTimeout()));
  }

  private static TokenOwner owner(@Nullable String tenant, Principal principal) {
    return new TokenOwner(MACHINE, tenant == null ? "" : tenant, "", principal);
  }
}
