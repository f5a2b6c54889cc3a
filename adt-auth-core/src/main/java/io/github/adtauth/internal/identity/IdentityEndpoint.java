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

/** How the platform that the process runs on is asked for a token. Immutable, thread-safe. */
interface IdentityEndpoint {
  /** Returns what to call it in a sentence. */
  String name();

  /** Returns its URL; every request goes to its scheme, host and port. */
  HttpUrl url();

  /** Returns the request for a token. */
  Request request(String resource, ManagedIdentityId id);

  /**
   * Returns the request that answers a 401, or null if there is none.
   *
   * @throws io.github.adtauth.CredentialException if what is to answer it cannot be read
   */
  default @Nullable Request answerTo(Response challenge, Request asked) {
    return null;
  }

  /**
   * Finds the endpoint, by the variables that the platform sets and in the order of Microsoft's own
   * libraries.
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
                    "The platform sets it to localhost or an IP address: loopback, 169.254.0.0/16,"
                        + " 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10. No other"
                        + " address gets the request.")));
  }

  private static HttpUrl url(String variable, String value) {
    HttpUrl url = HttpUrl.parse(value);
    if (url == null) {
      throw new IllegalArgumentException(
          "the environment variable " + variable + " is no http or https URL");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw rejected("The URL of the environment variable " + variable + " has a user name.");
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
      naming(url, id, "msi_res_id");
      return new Request.Builder().url(url.build()).header("Metadata", "true").build();
    }
  }

  /**
   * App Service, Functions and Container Apps.
   *
   * @param header the secret that only this process has
   */
  record AppService(HttpUrl url, String header) implements IdentityEndpoint {
    /** Takes a header that can be sent. */
    public AppService {
      if (header.chars().anyMatch(c -> c < ' ' || c >= 0x7f)) {
        // OkHttp would say so too, and quote it.
        throw new IllegalArgumentException(
            "the environment variable IDENTITY_HEADER does not fit into a header");
      }
    }

    @Override
    public String name() {
      return "the identity endpoint of App Service";
    }

    @Override
    public Request request(String resource, ManagedIdentityId id) {
      HttpUrl.Builder asked =
          url.newBuilder()
              .setQueryParameter("api-version", "2019-08-01")
              .setQueryParameter("resource", resource);
      naming(asked, id, "mi_res_id");
      return new Request.Builder().url(asked.build()).header("X-IDENTITY-HEADER", header).build();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private static void naming(HttpUrl.Builder url, ManagedIdentityId id, String resourceId) {
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
