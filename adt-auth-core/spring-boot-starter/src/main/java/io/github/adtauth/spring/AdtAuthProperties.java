package io.github.adtauth.spring;

import io.github.adtauth.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code adt-auth.*}. Immutable and thread-safe. Secrets are displayed as {@code
 * ***}.
 *
 * @param clientId Application (client) ID of the registration, a GUID.
 * @param tenant Directory (tenant) ID, or a domain name of the directory.
 * @param endpoint URL of the Digital Twins instance, such as
 *     https://contoso.api.weu.digitaltwins.azure.net.
 * @param authorityHost Base URL of Microsoft Entra ID in another cloud, such as
 *     https://login.microsoftonline.us.
 * @param appIdUris App ID URIs that the web API exposes, besides api://{client-id}.
 * @param credential Credential of the application. Exactly one kind must be set.
 * @param timeouts Time limits.
 * @param store Store that keeps tokens, sessions and sign-outs.
 */
@ConfigurationProperties("adt-auth")
public record AdtAuthProperties(
    @Nullable String clientId,
    @Nullable String tenant,
    @Nullable String endpoint,
    @Nullable String authorityHost,
    @DefaultValue List<String> appIdUris,
    @DefaultValue Credential credential,
    @DefaultValue Timeouts timeouts,
    @DefaultValue Store store) {

  /** Copies the list. */
  public AdtAuthProperties {
    appIdUris = List.copyOf(appIdUris);
  }

  /**
   * The properties {@code adt-auth.credential.*}.
   *
   * @param secret Client secret: its Value, not its Secret ID.
   * @param certificateFile PFX or PEM file with a certificate and its RSA key. It is read again
   *     when it changes.
   * @param certificatePassword Password of the certificate file, if it has one.
   * @param sendCertificateChain Whether to send the certificate chain with each request, for
   *     registrations that trust a subject name and issuer.
   * @param sslBundle Name of an SSL bundle of Spring with a certificate and its RSA key. A bundle
   *     with reload-on-update replaces the certificate without a restart.
   * @param federatedTokenFile File with a federated token, such as that of a Kubernetes workload
   *     identity.
   * @param managedIdentity Managed identity that the registration trusts: "system", or the client
   *     ID of a user-assigned identity.
   * @param environment Whether Client ID, Tenant and credential come from the variables AZURE_*. If
   *     true, no other source is used. If false, the variables are ignored.
   */
  public record Credential(
      @Nullable Secret secret,
      @Nullable String certificateFile,
      @Nullable Secret certificatePassword,
      @DefaultValue("false") boolean sendCertificateChain,
      @Nullable String sslBundle,
      @Nullable String federatedTokenFile,
      @Nullable String managedIdentity,
      @Nullable Boolean environment) {}

  /**
   * The properties {@code adt-auth.timeouts.*}.
   *
   * @param call Time limit of a call of Digital Twins, including its token and retries.
   * @param token Time limit of a token request.
   */
  public record Timeouts(@DefaultValue("60s") Duration call, @DefaultValue("30s") Duration token) {}

  /**
   * The properties {@code adt-auth.store.*}.
   *
   * @param type Kind of store. Sessions and sign-out need a store, and several nodes need redis.
   * @param maxSize Maximum size of the store in memory.
   * @param keys Keys that encrypt the entries in Redis: id:base64 of 32 random bytes. Further keys
   *     are separated by commas, and the first one encrypts. Defaults to the variable
   *     ADT_SEALING_KEYS.
   * @param prefix Prefix of all keys in Redis.
   * @param timeout Time limit of each Redis command.
   */
  public record Store(
      @DefaultValue("none") Type type,
      @DefaultValue("64MB") DataSize maxSize,
      @Nullable Secret keys,
      @DefaultValue("") String prefix,
      @DefaultValue("5s") Duration timeout) {

    /** The kind of store. */
    public enum Type {
      /** No store: sessions and sign-out are rejected. */
      NONE,
      /** The memory of this process, for a single node. */
      MEMORY,
      /** The Redis of {@code spring.data.redis.*}, shared by all nodes. */
      REDIS
    }
  }
}
