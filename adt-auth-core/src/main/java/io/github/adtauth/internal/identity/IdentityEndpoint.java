package io.github.adtauth.internal.identity;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.credential.ManagedIdentityId.Kind;
import io.github.adtauth.internal.http.IdentityAddresses;
import io.github.adtauth.internal.text.Redactor;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The identity endpoint of a platform. Immutable and thread-safe. */
interface IdentityEndpoint {
  /** Returns the name of the endpoint for messages. */
  String name();

  /** Returns the URL; all requests go to its scheme, host and port. */
  HttpUrl url();

  /** Returns the token request. */
  Request request(String resource, ManagedIdentityId id);

  /**
   * Returns the request with which to retry after a 401 response, or null to not retry.
   *
   * @throws io.github.adtauth.CredentialException if the key file cannot be read
   */
  default @Nullable Request authenticate(Response challenge, Request request) {
    return null;
  }

  /**
   * Returns the endpoint of the platform, which its environment variables identify. They are
   * checked in the order of Microsoft's libraries.
   */
  static IdentityEndpoint of(Map<String, String> environment) {
    String endpoint = value(environment, "IDENTITY_ENDPOINT");
    String header = value(environment, "IDENTITY_HEADER");
    if (endpoint != null && header != null) {
      if (value(environment, "IDENTITY_SERVER_THUMBPRINT") != null) {
        throw unsupported("Service Fabric");
      }
      return new AppService(url("IDENTITY_ENDPOINT", endpoint), header);
    }
    if (endpoint != null && value(environment, "IMDS_ENDPOINT") != null) {
      return ArcEndpoint.at(url("IDENTITY_ENDPOINT", endpoint), environment);
    }
    if (value(environment, "MSI_ENDPOINT") != null) {
      throw unsupported("Cloud Shell or Azure Machine Learning");
    }
    return new Imds();
  }

  private static @Nullable String value(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value;
  }

  private static RegistrationException unsupported(String platform) {
    return new RegistrationException(
        ErrorDetails.of("The managed identity of " + platform + " is not supported."));
  }

  private static RegistrationException rejected(String sentence) {
    return new RegistrationException(
        ErrorDetails.of(sentence)
            .fix(
                new Fix(
                    null,
                    "It must be localhost or an IP address: loopback, 169.254.0.0/16,"
                        + " 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.")));
  }

  private static HttpUrl url(String variable, String value) {
    HttpUrl url = HttpUrl.parse(value);
    if (url == null) {
      throw new IllegalArgumentException(
          "the environment variable " + variable + " is not an http or https URL");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw rejected(
          "The URL of the environment variable " + variable + " must not contain a user name.");
    }
    if (!IdentityAddresses.contains(url.host())) {
      throw rejected(
          "The environment variable "
              + variable
              + " names "
              + Redactor.sanitizeId(url.host(), 100)
              + ", which is not an identity endpoint of the platform.");
    }
    return url;
  }

  /** The instance metadata service of a virtual machine, a scale set or a Kubernetes node. */
  record Imds() implements IdentityEndpoint {
    private static final HttpUrl TOKEN =
        HttpUrl.get("http://169.254.169.254/metadata/identity/oauth2/token");

    @Override
    public HttpUrl url() {
      return TOKEN;
    }

    @Override
    public String name() {
      return "the instance metadata service (169.254.169.254)";
    }

    @Override
    public Request request(String resource, ManagedIdentityId id) {
      HttpUrl.Builder url =
          TOKEN
              .newBuilder()
              .addQueryParameter("api-version", "2018-02-01")
              .addQueryParameter("resource", resource);
      addIdentityParameter(url, id, "msi_res_id");
      return new Request.Builder().url(url.build()).header("Metadata", "true").build();
    }
  }

  /**
   * App Service, Functions and Container Apps.
   *
   * @param header the secret that the platform gives to this process
   */
  record AppService(HttpUrl url, String header) implements IdentityEndpoint {
    /**
     * Creates an endpoint.
     *
     * @throws IllegalArgumentException if the header value cannot be sent
     */
    public AppService {
      if (header.chars().anyMatch(c -> c < ' ' || c >= 0x7f)) {
        // OkHttp would reject it as well, but quote it.
        throw new IllegalArgumentException(
            "the environment variable IDENTITY_HEADER is not a valid header value");
      }
    }

    @Override
    public String name() {
      return "the identity endpoint of App Service";
    }

    @Override
    public Request request(String resource, ManagedIdentityId id) {
      HttpUrl.Builder query =
          url.newBuilder()
              .setQueryParameter("api-version", "2019-08-01")
              .setQueryParameter("resource", resource);
      addIdentityParameter(query, id, "mi_res_id");
      return new Request.Builder().url(query.build()).header("X-IDENTITY-HEADER", header).build();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private static void addIdentityParameter(
      HttpUrl.Builder url, ManagedIdentityId id, String resourceId) {
    if (id.kind() != Kind.SYSTEM_ASSIGNED) {
      url.setQueryParameter(
          switch (id.kind()) {
            case CLIENT_ID -> "client_id";
            case OBJECT_ID -> "object_id";
            default -> resourceId;
          },
          id.value());
    }
  }
}
