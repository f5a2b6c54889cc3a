package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The managed identity endpoints of virtual machines, App Service and Azure Arc, over plain HTTP.
 * The system-assigned identity is the daemon's. Thread-safe.
 */
public final class IdentityEndpoints implements FakeService {
  static final String METADATA_HOST = "169.254.169.254";

  /** The host names it serves. Connections to them are redirected to loopback. */
  public static final List<String> HOSTS =
      List.of(
          METADATA_HOST,
          "127.0.0.1",
          "localhost",
          "169.254.129.2",
          "10.0.0.5",
          "172.17.0.1",
          "192.168.3.4",
          "100.100.0.9",
          "[fe80::2]");

  private static final String IDENTITY_HEADER = "the-header-of-this-process";
  private static final String AGENT_KEY = "the-key-of-the-agent";

  private final FakeEntra entra;
  private final Map<String, Registration> userAssigned = new ConcurrentHashMap<>();
  private volatile @Nullable Path keyFile;

  /** Creates endpoints whose tokens an Entra ID issues. */
  public IdentityEndpoints(FakeEntra entra) {
    this.entra = entra;
  }

  /** Adds a user-assigned identity under a client ID, object ID or resource ID. */
  public void assign(String name, Registration identity) {
    userAssigned.put(name, identity);
  }

  /** Returns the environment variables of App Service. */
  public Map<String, String> appService() {
    return appService("http://127.0.0.1/msi/token");
  }

  /**
   * Returns the environment variables of App Service for an endpoint.
   *
   * @param endpoint a URL of a host in {@link #HOSTS} with port 80 or 8081
   */
  public Map<String, String> appService(String endpoint) {
    return Map.of("IDENTITY_ENDPOINT", endpoint, "IDENTITY_HEADER", IDENTITY_HEADER);
  }

  /**
   * Returns the environment variables of an Azure Arc server and writes the key file of its agent.
   */
  public Map<String, String> arc(Path programData) {
    try {
      Path folder =
          Files.createDirectories(
              programData.resolve("AzureConnectedMachineAgent").resolve("Tokens"));
      arcKeyFile(Files.writeString(folder.resolve("1.key"), AGENT_KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "IDENTITY_ENDPOINT", "http://localhost/metadata/identity/oauth2/token",
        "IMDS_ENDPOINT", "http://localhost",
        "ProgramData", programData.toString());
  }

  /** Sets the key file that the Azure Arc agent names in its challenge. */
  public void arcKeyFile(Path file) {
    keyFile = file;
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    HttpUrl url = Objects.requireNonNull(request.getUrl());
    String authorization = request.getHeaders().get("Authorization");
    boolean metadata = "true".equals(request.getHeaders().get("Metadata"));
    if (url.encodedPath().equals("/msi/token")) {
      return IDENTITY_HEADER.equals(request.getHeaders().get("X-IDENTITY-HEADER"))
          ? token(url)
          : error(401, "unauthorized");
    } else if (!metadata) {
      return error(400, "bad_request_102");
    } else if (LoggedRequest.from(request).host().equals(METADATA_HOST)) {
      return token(url);
    }
    return ("Basic " + AGENT_KEY).equals(authorization)
        ? token(url)
        : new MockResponse.Builder()
            .code(401)
            .addHeader("WWW-Authenticate", "Basic realm=" + keyFile)
            .build();
  }

  private MockResponse token(HttpUrl url) {
    String resource = url.queryParameter("resource");
    if (resource == null) {
      return error(400, "invalid_request");
    }
    Registration identity = entra.daemon();
    for (String name : new String[] {"client_id", "object_id", "msi_res_id", "mi_res_id"}) {
      String value = url.queryParameter(name);
      if (value != null) {
        identity = userAssigned.get(value);
        if (identity == null) {
          return error(400, "invalid_request");
        }
      }
    }
    JsonObject granted = entra.identityToken(identity, resource);
    JsonObject response = new JsonObject();
    response.add("access_token", granted.get("access_token"));
    // The real endpoints send numbers as strings, too.
    response.addProperty("expires_in", granted.get("expires_in").getAsString());
    response.addProperty("token_type", "Bearer");
    response.addProperty("resource", resource);
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(response.toString())
        .build();
  }

  private static MockResponse error(int status, String error) {
    return new MockResponse.Builder()
        .code(status)
        .body("{\"error\":\"" + error + "\",\"error_description\":\"Identity not found\"}")
        .build();
  }
}
