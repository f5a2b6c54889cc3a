package io.github.adtauth.spring;

import static org.springframework.util.StringUtils.hasText;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.spring.AdtAuthProperties.Credential;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Client ID, Tenant and credential of the application, all from one source. A mixture could send
 * the secret of one application for another one. Immutable.
 *
 * @param names the names of the settings in this source
 * @param clientId the Client ID, or null
 * @param tenant the Tenant, or null
 * @param authorityHost the authority host that this source names, or null
 * @param credential the credential, with the properties that are set
 */
record IdentitySource(
    Names names,
    @Nullable String clientId,
    @Nullable String tenant,
    @Nullable String authorityHost,
    Credential credential) {

  /** The names of the settings in a source, and of the properties of its credential. */
  enum Names {
    ADT_AUTH("adt-auth.client-id", "adt-auth.tenant", "adt-auth.authority-host"),
    ENVIRONMENT("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_AUTHORITY_HOST"),
    SPRING_CLOUD_AZURE(
        "spring.cloud.azure.credential.client-id",
        "spring.cloud.azure.profile.tenant-id",
        "spring.cloud.azure.profile.environment.active-directory-endpoint");

    final String clientId;
    final String tenant;
    final String authorityHost;

    Names(String clientId, String tenant, String authorityHost) {
      this.clientId = clientId;
      this.tenant = tenant;
      this.authorityHost = authorityHost;
    }

    String secret() {
      return switch (this) {
        case ADT_AUTH -> CredentialKind.SECRET.property();
        case ENVIRONMENT -> "AZURE_CLIENT_SECRET";
        case SPRING_CLOUD_AZURE -> "spring.cloud.azure.credential.client-secret";
      };
    }
  }

  static IdentitySource of(AdtAuthProperties properties) {
    return new IdentitySource(
        Names.ADT_AUTH,
        text(properties.clientId()),
        text(properties.tenant()),
        text(properties.authorityHost()),
        properties.credential());
  }

  /** Returns the variables of azure-identity. */
  static IdentitySource ofVariables(Environment environment) {
    return new IdentitySource(
        Names.ENVIRONMENT,
        text(environment.getProperty("AZURE_CLIENT_ID")),
        text(environment.getProperty("AZURE_TENANT_ID")),
        text(environment.getProperty("AZURE_AUTHORITY_HOST")),
        first(
            environment.getProperty("AZURE_CLIENT_SECRET"),
            environment.getProperty("AZURE_CLIENT_CERTIFICATE_PATH"),
            environment.getProperty("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
            environment
                .getProperty("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "")
                .matches("1|(?i)true"),
            environment.getProperty("AZURE_FEDERATED_TOKEN_FILE")));
  }

  /** Returns the properties of Spring Cloud Azure, so that both starters can be used together. */
  static IdentitySource ofSpringCloudAzure(Environment environment) {
    String prefix = "spring.cloud.azure.credential.";
    return new IdentitySource(
        Names.SPRING_CLOUD_AZURE,
        text(environment.getProperty(Names.SPRING_CLOUD_AZURE.clientId)),
        text(environment.getProperty(Names.SPRING_CLOUD_AZURE.tenant)),
        text(environment.getProperty(Names.SPRING_CLOUD_AZURE.authorityHost)),
        first(
            environment.getProperty(prefix + "client-secret"),
            environment.getProperty(prefix + "client-certificate-path"),
            environment.getProperty(prefix + "client-certificate-password"),
            false,
            null));
  }

  /** Returns the first credential that is set, in the order of azure-identity. */
  private static Credential first(
      @Nullable String secret,
      @Nullable String certificate,
      @Nullable String password,
      boolean sendChain,
      @Nullable String tokenFile) {
    if (hasText(secret)) {
      return new Credential(Secret.of(secret), null, null, false, null, null, null, null);
    } else if (hasText(certificate)) {
      return new Credential(
          null, certificate.strip(), secret(password), sendChain, null, null, null, null);
    }
    return new Credential(null, null, null, false, null, text(tokenFile), null, null);
  }

  /** Returns whether the source has everything. */
  boolean isComplete() {
    return missing().isEmpty();
  }

  /** Returns whether the source names a part of an identity. */
  boolean isStarted() {
    return clientId != null || tenant != null || !CredentialKind.of(credential).isEmpty();
  }

  /** Returns the names of the settings that are missing. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (clientId == null) {
      missing.add(names.clientId);
    }
    if (tenant == null) {
      missing.add(names.tenant);
    }
    if (CredentialKind.of(credential).isEmpty()) {
      missing.add(names.secret());
    }
    return missing;
  }

  /**
   * Returns this source if it names the application of a configuration, whose credential it then
   * may provide.
   *
   * @throws InvalidPropertyException if it names another one
   */
  IdentitySource requireSameApplication(DigitalTwinsConfig config) {
    if (!config.clientId().equalsIgnoreCase(clientId)
        || !config.findTenant().orElse("").equalsIgnoreCase(tenant)) {
      throw new InvalidPropertyException(
          names.clientId
              + " and "
              + names.tenant
              + " name another application than the DigitalTwinsConfig bean, which has no secret.",
          "Set both to those of the bean, or the client secret in the bean, or an"
              + " adt-auth.credential.* property.");
    }
    return this;
  }

  private static @Nullable String text(@Nullable String value) {
    return hasText(value) ? value.strip() : null;
  }

  private static @Nullable Secret secret(@Nullable String value) {
    return hasText(value) ? Secret.of(value) : null;
  }

  /** Does not display Client ID and Tenant, which the log of a start does not need. */
  @Override
  public String toString() {
    return "IdentitySource[" + names + "]";
  }
}
