package io.github.adtauth.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.rest.PagedIterable;
import com.azure.core.models.JsonPatchDocument;
import com.azure.core.util.Context;
import com.azure.digitaltwins.core.BasicDigitalTwin;
import com.azure.digitaltwins.core.BasicDigitalTwinComponent;
import com.azure.digitaltwins.core.BasicDigitalTwinMetadata;
import com.azure.digitaltwins.core.BasicRelationship;
import com.azure.digitaltwins.core.DigitalTwinsAsyncClient;
import com.azure.digitaltwins.core.DigitalTwinsClient;
import com.azure.digitaltwins.core.DigitalTwinsClientBuilder;
import com.azure.digitaltwins.core.implementation.models.ErrorResponseException;
import com.azure.digitaltwins.core.models.CreateOrReplaceDigitalTwinOptions;
import com.azure.digitaltwins.core.models.DeleteDigitalTwinOptions;
import com.azure.digitaltwins.core.models.DigitalTwinsEventRoute;
import com.azure.digitaltwins.core.models.ListDigitalTwinsEventRoutesOptions;
import com.azure.digitaltwins.core.models.ListModelsOptions;
import com.azure.digitaltwins.core.models.QueryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DeviceCodeCredential;
import com.azure.identity.DeviceCodeCredentialBuilder;
import com.azure.identity.OnBehalfOfCredentialBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Runs all operations of Microsoft's Java SDK against the server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AzureSdkIT {
  /** The trust store of this JVM is below this folder. */
  private static final Path FOLDER = Path.of("target/azure-sdk").toAbsolutePath();

  private static final String TWINS_SCOPE = "https://digitaltwins.azure.net/.default";
  private static final String ROOM = "dtmi:com:contoso:Room;1";
  private static final String LAMP = "dtmi:com:contoso:Lamp;1";
  private static final String LAMP_MODEL =
      """
      {"@id": "dtmi:com:contoso:Lamp;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
       "contents": [{"@type": "Property", "name": "on", "schema": "boolean"},
                    {"@type": "Telemetry", "name": "watts", "schema": "double"}]}
      """;
  private static final String ROOM_MODEL =
      """
      {"@id": "dtmi:com:contoso:Room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
       "contents": [{"@type": "Property", "name": "temperature", "schema": "double"},
                    {"@type": "Telemetry", "name": "noise", "schema": "double"},
                    {"@type": "Relationship", "name": "next", "properties": [
                      {"@type": "Property", "name": "distance", "schema": "double"}]},
                    {"@type": "Component", "name": "lamp", "schema": "dtmi:com:contoso:Lamp;1"}]}
      """;

  private static ServerProcess server;
  private static JsonObject azure;
  private static DigitalTwinsClient client;
  private static DigitalTwinsAsyncClient asyncClient;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(FOLDER);
    server = ServerProcess.launch(FOLDER, "--port", "0", "--format", "json", "--ca", "ca");
    azure = JsonParser.parseString(server.readUntil("}")).getAsJsonObject();
    TokenCredential credential =
        new ClientSecretCredentialBuilder()
            .tenantId(text("tenantId"))
            .clientId(registration("daemon", "clientId"))
            .clientSecret(registration("daemon", "clientSecret"))
            .authorityHost(text("authorityHost"))
            .disableInstanceDiscovery()
            .build();
    DigitalTwinsClientBuilder builder =
        new DigitalTwinsClientBuilder().endpoint(text("endpoint")).credential(credential);
    client = builder.buildClient();
    asyncClient = builder.buildAsyncClient();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String text(String member) {
    return azure.get(member).getAsString();
  }

  private static String registration(String name, String member) {
    return azure.getAsJsonObject("clients").getAsJsonObject(name).get(member).getAsString();
  }

  private static <T> List<T> all(PagedIterable<T> pages) {
    return pages.stream().toList();
  }

  private static BasicDigitalTwin room(String id, double temperature) {
    return new BasicDigitalTwin(id)
        .setMetadata(new BasicDigitalTwinMetadata().setModelId(ROOM))
        .addToContents("temperature", temperature)
        .addToContents("lamp", new BasicDigitalTwinComponent());
  }

  @Test
  @Order(1)
  void models() {
    assertThat(client.createModels(List.of(LAMP_MODEL, ROOM_MODEL))).hasSize(2);
    assertThat(client.getModel(ROOM).getDtdlModel()).contains("temperature");
    assertThat(all(client.listModels())).hasSize(2);
    ListModelsOptions options =
        new ListModelsOptions().setDependenciesFor(List.of(ROOM)).setIncludeModelDefinition(true);
    assertThat(all(client.listModels(options, Context.NONE))).hasSize(2);
    assertThat(asyncClient.getModel(LAMP).block()).isNotNull();
  }

  @Test
  @Order(2)
  void twins() {
    client.createOrReplaceDigitalTwin("a", room("a", 1), BasicDigitalTwin.class);
    client.createOrReplaceDigitalTwin("b", room("b", 2), BasicDigitalTwin.class);
    JsonPatchDocument patch = new JsonPatchDocument().appendReplace("/temperature", 20.5);
    client.updateDigitalTwin("a", patch);

    BasicDigitalTwin twin = client.getDigitalTwin("a", BasicDigitalTwin.class);

    assertThat(twin.getContents()).containsEntry("temperature", 20.5);
    assertThat(twin.getMetadata().getModelId()).isEqualTo(ROOM);
    assertThatThrownBy(
            () ->
                client.createOrReplaceDigitalTwinWithResponse(
                    "a",
                    room("a", 1),
                    BasicDigitalTwin.class,
                    new CreateOrReplaceDigitalTwinOptions().setIfNoneMatch("*"),
                    Context.NONE))
        .isInstanceOf(ErrorResponseException.class)
        .hasMessageContaining("412");
    assertThatThrownBy(
            () ->
                client.deleteDigitalTwinWithResponse(
                    "a", new DeleteDigitalTwinOptions().setIfMatch("W/\"x\""), Context.NONE))
        .hasMessageContaining("412");
    assertThat(asyncClient.getDigitalTwin("b", BasicDigitalTwin.class).block()).isNotNull();
  }

  @Test
  @Order(3)
  void components() {
    client.updateComponent("a", "lamp", new JsonPatchDocument().appendAdd("/on", true));

    BasicDigitalTwinComponent lamp =
        client.getComponent("a", "lamp", BasicDigitalTwinComponent.class);

    assertThat(lamp.getContents()).containsEntry("on", true);
  }

  @Test
  @Order(4)
  void relationships() {
    BasicRelationship next = new BasicRelationship("r", "a", "b", "next");
    client.createOrReplaceRelationship("a", "r", next, BasicRelationship.class);
    assertThat(client.getRelationship("a", "r", BasicRelationship.class).getTargetId())
        .isEqualTo("b");
    client.updateRelationship("a", "r", new JsonPatchDocument().appendAdd("/distance", 3.5));
    assertThat(all(client.listRelationships("a", BasicRelationship.class))).hasSize(1);
    assertThat(all(client.listRelationships("a", "next", BasicRelationship.class, Context.NONE)))
        .hasSize(1);
    assertThat(all(client.listIncomingRelationships("b")).get(0).getRelationshipLink())
        .startsWith(text("endpoint"));
    assertThat(all(client.listIncomingRelationships("b", Context.NONE))).hasSize(1);
  }

  @Test
  @Order(5)
  void telemetry() {
    client.publishTelemetry("a", null, Map.of("noise", 1));
    client.publishTelemetry("a", "id", "{\"noise\": 1}");
    client.publishComponentTelemetry("a", "lamp", null, Map.of("watts", 3));
  }

  @Test
  @Order(6)
  void query() {
    String query = "SELECT * FROM DIGITALTWINS T WHERE T.temperature > 10";

    assertThat(all(client.query(query, BasicDigitalTwin.class)))
        .extracting(BasicDigitalTwin::getId)
        .containsExactly("a");
    QueryOptions onePerPage = new QueryOptions().setMaxItemsPerPage(1);
    assertThat(
            all(
                client.query(
                    "SELECT * FROM DIGITALTWINS",
                    BasicDigitalTwin.class,
                    onePerPage,
                    Context.NONE)))
        .hasSize(2);
  }

  @Test
  @Order(7)
  void eventRoutes() throws Exception {
    send("PUT", text("admin") + "/endpoints/events", "");
    client.createOrReplaceEventRoute(
        "e", new DigitalTwinsEventRoute("events").setFilter("true"));
    assertThat(client.getEventRoute("e").getEndpointName()).isEqualTo("events");
    assertThat(all(client.listEventRoutes())).hasSize(1);
    ListDigitalTwinsEventRoutesOptions options =
        new ListDigitalTwinsEventRoutesOptions().setMaxItemsPerPage(1);
    assertThat(all(client.listEventRoutes(options, Context.NONE))).hasSize(1);
    client.deleteEventRoute("e");
  }

  @Test
  @Order(8)
  void deletions() {
    client.deleteRelationship("a", "r");
    client.deleteDigitalTwin("a");
    client.deleteDigitalTwin("b");
    client.decommissionModel(ROOM);
    client.deleteModel(ROOM);

    assertThat(all(client.listModels())).hasSize(1);
  }

  @Test
  void deviceCodeAndOnBehalfOf() {
    String assertion =
        deviceCode()
            .getTokenSync(new TokenRequestContext().addScopes(registration("webApi", "scope")))
            .getToken();
    TokenCredential credential =
        new OnBehalfOfCredentialBuilder()
            .tenantId(text("tenantId"))
            .clientId(registration("webApi", "clientId"))
            .clientSecret(registration("webApi", "clientSecret"))
            .authorityHost(text("authorityHost"))
            .disableInstanceDiscovery()
            .userAssertion(assertion)
            .build();

    assertThat(
            credential.getTokenSync(new TokenRequestContext().addScopes(TWINS_SCOPE)).getToken())
        .isNotEmpty();
  }

  private static DeviceCodeCredential deviceCode() {
    return new DeviceCodeCredentialBuilder()
        .tenantId(text("tenantId"))
        .clientId(registration("nativeApp", "clientId"))
        .authorityHost(text("authorityHost"))
        .disableInstanceDiscovery()
        .challengeConsumer(
            prompt -> {
              try {
                String alice =
                    azure
                        .getAsJsonArray("users")
                        .get(0)
                        .getAsJsonObject()
                        .get("userPrincipalName")
                        .getAsString();
                send(
                    "POST",
                    prompt.getVerificationUrl(),
                    "otc=" + encode(prompt.getUserCode()) + "&user=" + encode(alice));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .build();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void send(String method, String url, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
  }
}
