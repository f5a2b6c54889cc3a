package io.github.adtauth.testkit.standalone;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells how to connect to a running {@link LocalAzureServer}. */
final class Instructions {
  private final LocalAzure azure;
  private final AuthorityFiles authority;
  private final String adminUrl;

  Instructions(LocalAzure azure, AuthorityFiles authority, String adminUrl) {
    this.azure = azure;
    this.authority = authority;
    this.adminUrl = adminUrl;
  }

  String in(Options.Format format) {
    return switch (format) {
      case TEXT -> text();
      case ENV -> env();
      case JSON -> json();
    };
  }

  private Map<String, Registration> clients() {
    Map<String, Registration> clients = new LinkedHashMap<>();
    clients.put("daemon", azure.entra().daemon());
    clients.put("webApi", azure.entra().webApi());
    clients.put("nativeApp", azure.entra().nativeApp());
    return clients;
  }

  private List<FakeUser> users() {
    return List.of(azure.entra().alice(), azure.entra().bob());
  }

  /** The variables that the SDKs of Azure, curl, Node and Python read. */
  private Map<String, String> variables() {
    Registration daemon = azure.entra().daemon();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AZURE_TENANT_ID", azure.entra().tenantId());
    variables.put("AZURE_CLIENT_ID", daemon.clientId());
    variables.put("AZURE_CLIENT_SECRET", daemon.secret());
    variables.put("AZURE_AUTHORITY_HOST", azure.localUrl());
    variables.put("ADT_ENDPOINT", azure.localUrl());
    variables.put("NODE_EXTRA_CA_CERTS", authority.certificate().toString());
    variables.put("REQUESTS_CA_BUNDLE", authority.certificate().toString());
    variables.put("SSL_CERT_FILE", authority.certificate().toString());
    return variables;
  }

  private String env() {
    return variables().entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private String json() {
    JsonObject json = new JsonObject();
    json.addProperty("endpoint", azure.localUrl());
    json.addProperty("authorityHost", azure.localUrl());
    json.addProperty("tenantId", azure.entra().tenantId());
    json.addProperty("realEndpoint", azure.endpoint());
    json.addProperty("proxy", "http://127.0.0.1:" + azure.proxyPort());
    json.addProperty("certificate", authority.certificate().toString());
    json.addProperty("trustStore", authority.trustStore().toString());
    json.addProperty("trustStorePassword", AuthorityFiles.TRUST_STORE_PASSWORD);
    json.addProperty("admin", adminUrl);
    JsonObject clients = new JsonObject();
    clients().forEach((name, registration) -> clients.add(name, client(registration)));
    json.add("clients", clients);
    JsonArray users = new JsonArray();
    for (FakeUser user : users()) {
      JsonObject object = new JsonObject();
      object.addProperty("objectId", user.oid());
      object.addProperty("userPrincipalName", user.upn());
      users.add(object);
    }
    json.add("users", users);
    JsonObject variables = new JsonObject();
    variables().forEach(variables::addProperty);
    json.add("environment", variables);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  private static JsonObject client(Registration registration) {
    JsonObject client = new JsonObject();
    client.addProperty("clientId", registration.clientId());
    client.addProperty("objectId", registration.servicePrincipalId());
    if (!registration.secrets().isEmpty()) {
      client.addProperty("clientSecret", registration.secret());
    }
    if (!registration.scopes().isEmpty()) {
      client.addProperty("scope", registration.scope());
    }
    return client;
  }

  private String text() {
    return """
        Local Azure is running. Press Ctrl+C to stop it.

          Digital Twins  %URL%
          Entra ID       %URL%
          Tenant         %TENANT%
          Certificate    %CA%
          Trust store    %P12% (password %PASSWORD%)
          Proxy          http://127.0.0.1:%PROXY% serves the real host names, such as
                         %REAL%
          Admin          %ADMIN%

          Service        %DAEMON%  secret %DAEMON_SECRET%
          Web API        %API%  secret %API_SECRET%
                         scope %API_SCOPE%
          Native app     %NATIVE%
          Users          %USERS%

        curl
          TOKEN=$(curl -s --cacert %CA% %URL%/%TENANT%/oauth2/v2.0/token \\
            -d grant_type=client_credentials -d client_id=%DAEMON% \\
            -d client_secret=%DAEMON_SECRET% -d scope=https://digitaltwins.azure.net/.default \\
            | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
          curl --cacert %CA% -H "Authorization: Bearer $TOKEN" "%URL%/models?api-version=2023-10-31"

        JavaScript (NODE_EXTRA_CA_CERTS=%CA%)
          new ClientSecretCredential("%TENANT%", "%DAEMON%", "%DAEMON_SECRET%",
            {authorityHost: "%URL%", disableInstanceDiscovery: true})
          new DigitalTwinsClient("%URL%", credential)

        Python (REQUESTS_CA_BUNDLE=%CA%)
          ClientSecretCredential("%TENANT%", "%DAEMON%", "%DAEMON_SECRET%",
            authority="%URL%", disable_instance_discovery=True)
          DigitalTwinsClient("%URL%", credential)

        .NET (SSL_CERT_FILE=%CA% on Linux)
          new ClientSecretCredential("%TENANT%", "%DAEMON%", "%DAEMON_SECRET%",
            new ClientSecretCredentialOptions {
              AuthorityHost = new Uri("%URL%"), DisableInstanceDiscovery = true });
          new DigitalTwinsClient(new Uri("%URL%"), credential);

        Java (-Djavax.net.ssl.trustStore=%P12% -Djavax.net.ssl.trustStorePassword=%PASSWORD%)
          new ClientSecretCredentialBuilder().tenantId("%TENANT%").clientId("%DAEMON%")
            .clientSecret("%DAEMON_SECRET%").authorityHost("%URL%").disableInstanceDiscovery().build()

        adt-auth (the same trust store): set the variables that --format env prints. The variable
          AZURE_AUTHORITY_HOST permits it to send credentials to this server, and ADT_ENDPOINT
          permits it to send tokens.
        """
        .replace("%URL%", azure.localUrl())
        .replace("%TENANT%", azure.entra().tenantId())
        .replace("%CA%", authority.certificate().toString())
        .replace("%P12%", authority.trustStore().toString())
        .replace("%PASSWORD%", AuthorityFiles.TRUST_STORE_PASSWORD)
        .replace("%PROXY%", String.valueOf(azure.proxyPort()))
        .replace("%REAL%", azure.endpoint())
        .replace("%ADMIN%", adminUrl)
        .replace("%DAEMON%", azure.entra().daemon().clientId())
        .replace("%DAEMON_SECRET%", azure.entra().daemon().secret())
        .replace("%API%", azure.entra().webApi().clientId())
        .replace("%API_SECRET%", azure.entra().webApi().secret())
        .replace("%API_SCOPE%", azure.entra().webApi().scope())
        .replace("%NATIVE%", azure.entra().nativeApp().clientId())
        .replace("%USERS%", users().stream().map(FakeUser::upn).collect(Collectors.joining(", ")));
  }
}
