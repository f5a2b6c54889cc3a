package io.github.adtauth.internal.signin;

import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.credential.EnvironmentCredential;
import io.github.adtauth.internal.identity.AzureCli;
import io.github.adtauth.internal.identity.CredentialSelection;
import io.github.adtauth.internal.identity.CredentialSelection.Credential;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates the token providers of identities that belong to the machine. Immutable. */
public record MachineCredentials(SignInComponents components) {
  private static final URI MACHINE = URI.create("machine:identity");

  /**
   * Returns the provider of a managed identity, or of a workload identity in Kubernetes.
   *
   * @throws io.github.adtauth.RegistrationException if the platform is not supported
   * @throws IllegalArgumentException if {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider managedIdentity(ManagedIdentityId id) {
    SignInOptions options = components.options();
    Map<String, String> environment = options.environment();
    Path tokenFile = EnvironmentCredential.federatedTokenFile(environment);
    boolean isWorkload =
        tokenFile != null && environment.getOrDefault("IDENTITY_ENDPOINT", "").isBlank();
    CredentialSelection selection = CredentialSelection.from(environment);
    if (!selection.includes(Credential.MANAGED_IDENTITY)
        && !(isWorkload && selection.includes(Credential.WORKLOAD_IDENTITY))) {
      return new UnavailableTokenProvider(
          "the managed identity", selection.excluded("The managed identity"));
    }
    if (tokenFile != null && isWorkload) {
      return workloadIdentity(id, tokenFile);
    }
    ManagedIdentity identity =
        ManagedIdentity.of(id, environment, options.http())
            .timing(options.timing())
            .timeout(components.config().tokenTimeout());
    if (options.client().interceptors()) {
      identity = identity.tokenHttpClient(options.http());
    }
    return components
        .cache()
        .build()
        .localProvider(owner(null, Principal.managedIdentity(cacheId(id))), identity);
  }

  /** Returns the provider for an environment without a credential. */
  public static TokenProvider noneInEnvironment(CredentialSelection selection) {
    boolean isExcluded =
        !selection.includes(Credential.ENVIRONMENT)
            && !selection.includes(Credential.WORKLOAD_IDENTITY);
    return new UnavailableTokenProvider(
        "the credential of the environment",
        isExcluded
            ? selection.excluded("The credential of the environment")
            : new CredentialUnavailableException(
                ErrorDetails.of("The environment names no credential.")
                    .fix(new Fix(null, "To use one, " + EnvironmentCredential.EXPECTED + "."))));
  }

  private static String cacheId(ManagedIdentityId id) {
    return id.value().isEmpty() ? "system-assigned" : id.value();
  }

  /** Returns the workload identity: an app registration that trusts the pod's token. */
  private TokenProvider workloadIdentity(ManagedIdentityId id, Path tokenFile) {
    DigitalTwinsConfig config = components.config();
    DigitalTwinsConfig.Builder builder =
        DigitalTwinsConfig.builder()
            .cloud(config.cloud())
            .environment(workloadVariables())
            .tokenTimeout(config.tokenTimeout());
    if (id.kind() == ManagedIdentityId.Kind.CLIENT_ID) {
      builder.clientId(id.value());
    } else if (id.kind() != ManagedIdentityId.Kind.SYSTEM_ASSIGNED) {
      throw new IllegalArgumentException(
          "a workload identity in Kubernetes must be identified by its client ID: " + id);
    }
    return new SignInComponents(builder.build(), components.options())
        .application(ClientCredential.federatedTokenFile(tokenFile));
  }

  private Map<String, String> workloadVariables() {
    Map<String, String> environment = components.options().environment();
    Map<String, String> variables = new HashMap<>();
    for (String name : List.of("AZURE_CLIENT_ID", "AZURE_TENANT_ID")) {
      String value = environment.get(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    return variables;
  }

  /**
   * Returns the provider of the developer who signed in to the Azure CLI.
   *
   * @throws IllegalArgumentException if {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider azureCli() {
    DigitalTwinsConfig config = components.config();
    String tenant = config.findTenant().orElse(null);
    return components
        .cache()
        .build()
        .localProvider(
            owner(tenant, Principal.developer("Azure CLI")),
            AzureCli.of(components.options().environment(), tenant, config.tokenTimeout()));
  }

  private static TokenOwner owner(@Nullable String tenant, Principal principal) {
    return new TokenOwner(MACHINE, tenant == null ? "" : tenant, "", principal);
  }
}
