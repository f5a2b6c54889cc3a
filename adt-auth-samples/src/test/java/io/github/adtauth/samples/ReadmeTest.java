package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Diagnosis;
import io.github.adtauth.doctor.Doctor;
import io.github.adtauth.doctor.SignInMethod;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.FakeUser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.Registration;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.TwinComponent;
import io.github.adtauth.twins.TwinModel;
import io.github.adtauth.twins.TwinQuery;
import io.github.adtauth.twins.bulk.BulkItem;
import io.github.adtauth.twins.bulk.BulkReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Runs the README's snippets, and holds that they are the README's to the letter; those of a web
 * API are in {@code ReadmeWebApiTest}.
 */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path TESTS = Path.of("src/test/java/io/github/adtauth/samples");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String CLIENT_ID = "11111111-1111-1111-1111-111111111111";
  private static final Pattern USER_CODE = Pattern.compile("enter the code (\\S+)\\. ");
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final String TENANT = "22222222-2222-2222-2222-222222222222";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final OkHttpClient ok = azure.httpClient();

  @BeforeEach
  void fillTheInstance() throws IOException {
    fill(azure.twins());
  }

  private static void fill(TwinsEmulator twins) throws IOException {
    try (var models = Building.class.getResourceAsStream("/building-models.json")) {
      twins.addModels(new String(models.readAllBytes(), StandardCharsets.UTF_8));
    }
    twins.putTwin(
        "room-21",
        "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"temperature\":21}");
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private DigitalTwinsConfig config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .build();
  }

  private TokenProvider job() {
    return SignIn.with(config(entra.daemon()))
        .httpClient(ok)
        .service(ClientCredential.secret(entra.daemon().secret()));
  }

  @Test
  void everySnippet_isInATest() throws IOException {
    String source =
        Files.readString(TESTS.resolve("ReadmeTest.java"))
            + Files.readString(TESTS.resolve("webapi").resolve("ReadmeWebApiTest.java"));
    source = source.replaceAll("\\s", "");
    Matcher blocks = BLOCK.matcher(Files.readString(README));
    int found = 0;
    while (blocks.find()) {
      assertThat(source).contains(blocks.group(1).replaceAll("\\s", ""));
      found++;
    }
    assertThat(found).isEqualTo(11);
  }

  @Test
  void theWholeWay() throws IOException {
    FakeUser carol = new FakeUser(UUID.randomUUID().toString(), TENANT, "carol@readme", "Carol");
    entra.addTenant(TENANT, "readme.example");
    entra.addUser(carol);
    entra.register(
        Registration.builder(CLIENT_ID, "README")
            .tenant(TENANT)
            .publicClient(true)
            .permission("https://digitaltwins.azure.net/Read.Write")
            .consentGranted(true)
            .build());
    TwinsEmulator theirs = new TwinsEmulator(TENANT, entra, Clock.systemUTC(), INSTANCE);
    theirs.grantRole(carol.oid(), io.github.adtauth.testkit.twins.Role.DATA_OWNER);
    fill(theirs);
    azure.host(INSTANCE, theirs);

    PrintStream standardOut = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(
        new PrintStream(printed, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            Matcher code = USER_CODE.matcher(line);
            if (code.find()) {
              entra.approveDeviceCode(code.group(1), carol);
            }
          }
        });
    try {
      theWholeWayAsInTheReadme();
    } finally {
      System.setOut(standardOut);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"temperature\":27.5");
  }

  private void theWholeWayAsInTheReadme() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId("11111111-1111-1111-1111-111111111111") // Application ID
            .tenant("22222222-2222-2222-2222-222222222222") // Directory ID
            .endpoint("https://contoso.api.weu.digitaltwins.azure.net")
            .build(); // or fromEnvironment(), fromFile(path)

    UserSignIn user =
        SignIn.with(config)
            .httpClient(ok) // yours, or leave it out
            .deviceCode(prompt -> System.out.println(prompt.message())); // or .browser()
    user.signIn(); // only this prompts; from now on tokens are silent

    try (DigitalTwins instance = DigitalTwins.at(config, ok)) {
      DigitalTwinsClient twins = instance.client(user);
      twins.patchTwin("room-21", JsonPatch.create().replace("/temperature", 27.5));
      DigitalTwin room = twins.getTwin("room-21", DigitalTwin.class);
      System.out.println(room.contents());
    }
  }

  @Test
  void theClientAlone() throws IOException {
    String baseUrl = azure.endpoint();
    String scope = "https://digitaltwins.azure.net/.default";
    TokenProvider tokens = job();

    ProtectedResource api = new ProtectedResource(URI.create(baseUrl), scope);
    OkHttpClient authenticated = AuthenticatedHttp.client(ok, api, tokens);

    String url = baseUrl + "/digitaltwins/room-21?api-version=2023-10-31";
    Request request = new Request.Builder().url(url).build();
    try (Response response = authenticated.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  void theirCredential_isAProvider() {
    AccessToken token = tokenOf(job());
    TokenCredential credential =
        asked ->
            Mono.just(
                new com.azure.core.credential.AccessToken(
                    token.value(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));

    TokenProvider tokens =
        TokenProviders.cached(
            request -> {
              var context = new TokenRequestContext().setScopes(List.copyOf(request.scopes()));
              var theirs = credential.getTokenSync(context);
              return AccessToken.of(theirs.getToken(), theirs.getExpiresAt().toInstant());
            });

    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), ok)) {
      assertThat(instance.client(tokens).getTwin("room-21", DigitalTwin.class).id())
          .isEqualTo("room-21");
    }
  }

  @Test
  void ourProvider_isACredentialOfTheirs() {
    TokenProvider tokens = job();

    TokenCredential credential =
        context ->
            Mono.fromCallable(
                () -> {
                  var scopes = context.getScopes().toArray(new String[0]);
                  var token = tokens.token(TokenRequest.of(scopes));
                  return new com.azure.core.credential.AccessToken(
                      token.value(), token.expiresAt().atOffset(ZoneOffset.UTC));
                });

    TokenRequestContext context =
        new TokenRequestContext().addScopes("https://digitaltwins.azure.net/.default");
    assertThat(credential.getTokenSync(context).getToken()).isEqualTo(tokenOf(tokens).value());
  }

  private static AccessToken tokenOf(TokenProvider tokens) {
    try {
      return tokens.token(TokenRequest.of("https://digitaltwins.azure.net/.default"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TwinModel("dtmi:example:building:Room;1")
  record Room(String name, double temperature) {}

  @TwinComponent // a component is written with the $metadata that the service requires
  record Thermostat(double setPoint) {}

  @TwinModel("dtmi:example:building:Office;1")
  record Office(String name, Thermostat thermostat, Optional<LocalDate> renovated) {}

  @Test
  void theDigitalTwinsApi() {
    azure
        .twins()
        .putTwin(
            "room-22",
            "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"name\":\"Sauna\","
                + "\"temperature\":90}");
    PrintStream standardOut = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), ok)) {
      DigitalTwinsClient twins = instance.client(job());

      // Values are bound to ?, never concatenated; the next page is fetched while you read.
      TwinQuery hot = TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.temperature > ?", 25);
      for (Room room : twins.query(hot, Room.class)) {
        System.out.println(room.name());
      }

      // Nobody else's change is lost: the patch is for the twin as it was read.
      DigitalTwin room = twins.getTwin("room-21", DigitalTwin.class);
      JsonPatch cooler = JsonPatch.create().replace("/temperature", 21.5);
      twins.patchTwin("room-21", cooler, CallOption.ifMatch(room.etag()));

      // Put only what is missing, so that a load that was cut off is simply run again.
      List<BulkItem> items = new ArrayList<>();
      for (int i = 100; i < 200; i++) {
        items.add(BulkItem.putTwin("room-" + i, new Room("Room " + i, 20), CallOption.ifAbsent()));
      }
      BulkReport report = twins.bulk().progress(p -> System.out.println(p.completed())).run(items);
      report.failures().forEach(f -> System.out.println(f.item() + ": " + f.reason().getMessage()));

      assertThat(report.succeeded()).isEqualTo(100);
      assertThat(twins.getTwin("room-21", DigitalTwin.class).contents().get("temperature"))
          .hasToString("21.5");
    } finally {
      System.setOut(standardOut);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("Sauna").contains("100");
  }

  @Test
  void theDoctor() {
    var standardOut = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      var config = config(entra.daemon());
      var credential = ClientCredential.secret(entra.daemon().secret());
      azure.twins().revokeRole(entra.daemon().servicePrincipalId());
      Diagnosis diagnosis =
          Doctor.create(config).httpClient(ok).diagnose(SignInMethod.service(credential));
      System.out.println(diagnosis);
    } finally {
      System.setOut(standardOut);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("FAIL  role", "The instance rejects callers without a role.")
        .contains(
            "> Assign the role to the user or application; it works after some minutes. az dt")
        .contains("> See step 9 (Digital Twins instance → Access control (IAM) → role Azure")
        .contains("not examined, because of: role");
  }
}
