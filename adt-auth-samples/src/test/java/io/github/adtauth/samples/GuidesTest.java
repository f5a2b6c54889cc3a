package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Diagnosis;
import io.github.adtauth.doctor.Doctor;
import io.github.adtauth.doctor.SignInMethod;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.metrics.AuthMetrics;
import io.github.adtauth.registration.AppRegistration;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.RegisteredApp;
import io.github.adtauth.registration.RegistrationPlan;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.SealingKeySource;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.store.redis.RedisTokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.internal.ReservedPort;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.Jobs;
import io.github.adtauth.twins.JsonPatch;
import io.github.adtauth.twins.ModelUploadReport;
import io.github.adtauth.twins.Page;
import io.github.adtauth.twins.PreconditionFailedException;
import io.github.adtauth.twins.TwinComponent;
import io.github.adtauth.twins.TwinModel;
import io.github.adtauth.twins.TwinQuery;
import io.github.adtauth.twins.bulk.BulkItem;
import io.github.adtauth.twins.bulk.BulkReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

/** Runs the snippets of the guides; {@code ReadmeTest} compares them with the guides. */
class GuidesTest {
  private static final Pattern USER_CODE = Pattern.compile("enter the code (\\S+)\\. ");

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final OkHttpClient http = azure.httpClient();
  private final PrintStream standardOut = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void start() throws IOException {
    addRoom(azure.twins());
    System.setOut(
        new PrintStream(printed, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            Matcher code = USER_CODE.matcher(line);
            if (code.find()) {
              entra.approveDeviceCode(code.group(1), entra.alice());
            }
          }
        });
  }

  /** Adds the models of the samples and a room. */
  static void addRoom(TwinsEmulator twins) throws IOException {
    twins.addModels(Building.resource("/building-models.json"));
    twins.putTwin(
        "room-21",
        "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"temperature\":21}");
  }

  @AfterEach
  void stop() {
    System.setOut(standardOut);
    azure.close();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private DigitalTwinsConfig config(Registration app) {
    return DigitalTwinsConfig.builder()
        .clientId(app.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .build();
  }

  private SignIn signIn(Registration app) {
    return SignIn.with(config(app)).httpClient(http);
  }

  private TokenProvider daemonTokens() {
    return signIn(entra.daemon()).service(ClientCredential.secret(entra.daemon().secret()));
  }

  private static AccessToken tokenOf(TokenProvider tokens) throws IOException {
    return tokens.token(TokenRequest.of("https://digitaltwins.azure.net/.default"));
  }

  @Test
  void signIn_isCreatedFromTheEnvironment() {
    DigitalTwinsConfig config = DigitalTwinsConfig.fromEnvironment();
    SignIn signIn = SignIn.with(config).httpClient(http);

    assertThat(signIn).isNotNull();
  }

  @Test
  void user_signsInWithADeviceCode() {
    SignIn signIn = signIn(entra.nativeApp());

    UserSignIn user = signIn.deviceCode(prompt -> System.out.println(prompt.message()));
    Account account = user.signIn(); // Waits until the user has signed in.
    System.out.println("Hello, " + account.name());

    assertThat(printed()).contains("Hello, Alice Adams");
  }

  @Test
  void requiredInteraction_prompts() {
    UserSignIn user =
        signIn(entra.nativeApp()).deviceCode(prompt -> System.out.println(prompt.message()));
    user.signIn();
    printed.reset();
    entra.requireMfaForContext("c1");
    azure.twins().requireAuthenticationContext("GET", "c1");
    try (DigitalTwins instance = DigitalTwins.at(config(entra.nativeApp()), http)) {
      DigitalTwinsClient twins = instance.client(user);

      DigitalTwin room;
      try {
        room = twins.getTwin("room-21", DigitalTwin.class);
      } catch (InteractionRequiredException e) {
        user.signIn(e); // Prompts for what Entra ID requires, such as multifactor authentication.
        room = twins.getTwin("room-21", DigitalTwin.class);
      }

      assertThat(room.id()).isEqualTo("room-21");
    }
    assertThat(printed()).containsPattern(USER_CODE);
  }

  @Test
  void store_keepsUsersSignedIn(@TempDir Path home) throws IOException {
    keepSignedIn(signIn(entra.nativeApp()), home);
    assertThat(printed()).containsPattern(USER_CODE);
    printed.reset();

    keepSignedIn(signIn(entra.nativeApp()), home);
    assertThat(printed()).isEmpty();
  }

  private static void keepSignedIn(SignIn signIn, Path home) throws IOException {
    Path folder = Files.createDirectories(home.resolve("accounts"));
    KeyRing ring = SealingKeySource.fromKeyFile(home.resolve("key"), folder).keyRing();
    UserSignIn user =
        signIn
            .store(FileTokenStore.create(folder, ring))
            .deviceCode(prompt -> System.out.println(prompt.message()));
    if (user.currentAccount().isEmpty()) {
      user.signIn();
    }

    assertThat(user.currentAccount()).map(Account::name).hasValue("Alice Adams");
  }

  @Test
  void service_signsInWithACertificate(@TempDir Path folder) throws IOException {
    HeldCertificate certificate = new HeldCertificate.Builder().rsa2048().commonName("job").build();
    entra.register(
        entra.daemon().toBuilder().certificate(certificate.keyPair().getPublic()).build());
    Path pemOrPfx =
        Files.writeString(
            folder.resolve("job.pem"),
            certificate.privateKeyPkcs8Pem() + certificate.certificatePem());
    SignIn signIn = signIn(entra.daemon());
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {

      TokenProvider tokens = signIn.service(ClientCredential.certificate(pemOrPfx));
      DigitalTwinsClient twins = instance.client(tokens);

      assertThat(twins.getTwin("room-21", DigitalTwin.class).id()).isEqualTo("room-21");
    }
  }

  @Test
  void chain_usesTheFirstCredentialThatExists() throws IOException {
    SignIn signIn =
        signIn(entra.daemon()).environment(Map.of("AZURE_CLIENT_SECRET", entra.daemon().secret()));

    TokenProvider tokens =
        TokenProviders.firstOf(
            signIn.environmentCredential(), signIn.managedIdentity(), signIn.azureCli());

    assertThat(tokenOf(tokens).value()).isNotEmpty();
  }

  @Test
  void authenticatedClient_callsAnotherApi() throws IOException {
    String baseUrl = azure.endpoint();
    String scope = "https://digitaltwins.azure.net/.default";
    TokenProvider tokens = daemonTokens();

    ProtectedResource api = new ProtectedResource(URI.create(baseUrl), scope);
    OkHttpClient authenticated = AuthenticatedHttp.client(http, api, tokens);

    String url = baseUrl + "/digitaltwins/room-21?api-version=2023-10-31";
    Request request = new Request.Builder().url(url).build();
    try (Response response = authenticated.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  void instance_returnsATwin() {
    DigitalTwinsConfig config = config(entra.daemon());
    TokenProvider tokens = daemonTokens();

    try (DigitalTwins instance = DigitalTwins.at(config, http)) {
      DigitalTwinsClient twins = instance.client(tokens);
      DigitalTwin room = twins.getTwin("room-21", DigitalTwin.class);
      System.out.println(room.contents());
    }

    assertThat(printed()).contains("\"temperature\":21");
  }

  @TwinModel("dtmi:example:building:Room;1")
  record Room(String name, double temperature) {}

  @TwinComponent
  record Thermostat(double setPoint) {}

  @TwinModel("dtmi:example:building:Office;1")
  record Office(String name, Thermostat thermostat, Optional<LocalDate> renovated) {}

  @Test
  void component_isWrittenAndRead() throws IOException {
    azure.twins().addModels(OFFICE_MODELS);
    Office office = new Office("Office 1", new Thermostat(20.5), Optional.of(LocalDate.EPOCH));
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      DigitalTwinsClient twins = instance.client(daemonTokens());
      twins.putTwin("office-1", office);
      assertThat(twins.getTwin("office-1", Office.class)).isEqualTo(office);
    }
  }

  private static final String OFFICE_MODELS =
      """
      [{"@context":"dtmi:dtdl:context;2","@type":"Interface",
        "@id":"dtmi:example:building:Thermostat;1",
        "contents":[{"@type":"Property","name":"setPoint","schema":"double","writable":true}]},
       {"@context":"dtmi:dtdl:context;2","@type":"Interface",
        "@id":"dtmi:example:building:Office;1",
        "contents":[{"@type":"Property","name":"name","schema":"string","writable":true},
                    {"@type":"Property","name":"renovated","schema":"date","writable":true},
                    {"@type":"Component","name":"thermostat",
                     "schema":"dtmi:example:building:Thermostat;1"}]}]
      """;

  @Test
  void upload_skipsExistingModels() throws IOException {
    String dtdl = OFFICE_MODELS;
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      DigitalTwinsClient twins = instance.client(daemonTokens());

      ModelUploadReport models =
          twins.models().upload().progress(System.out::println).run(List.of(dtdl));
      System.out.println(models);

      assertThat(models.added()).hasSize(2);
      assertThat(twins.models().upload().run(List.of(dtdl)).skipped()).hasSize(2);
    }
  }

  @Test
  void query_returnsItemsAndPages() {
    azure
        .twins()
        .putTwin(
            "room-22",
            "{\"$metadata\":{\"$model\":\"dtmi:example:building:Room;1\"},\"name\":\"Sauna\","
                + "\"temperature\":90}");
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      DigitalTwinsClient twins = instance.client(daemonTokens());

      TwinQuery hot = TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.temperature > ?", 25);
      for (Room room : twins.query(hot, Room.class)) {
        System.out.println(room.name());
      }

      assertThat(printed()).startsWith("Sauna");

      for (Page<Room> page : twins.query(hot, Room.class).byPage()) {
        System.out.println(
            page.items().size() + " rooms for " + page.queryCharge() + " query units");
      }

      assertThat(printed()).contains("1 rooms for ");
    }
  }

  @Test
  void patch_failsIfTheTwinHasChanged() {
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      DigitalTwinsClient twins = instance.client(daemonTokens());

      DigitalTwin room = twins.getTwin("room-21", DigitalTwin.class);
      JsonPatch cooler = JsonPatch.create().replace("/temperature", 21.5);
      try {
        twins.patchTwin("room-21", cooler, CallOption.ifMatch(room.etag()));
      } catch (PreconditionFailedException e) {
        System.out.println("The twin has changed: read it again.");
      }

      assertThat(printed()).isEmpty();
      assertThat(twins.getTwin("room-21", DigitalTwin.class).contents().get("temperature"))
          .hasToString("21.5");
    }
  }

  @Test
  void bulk_createsMissingTwins() {
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      DigitalTwinsClient twins = instance.client(daemonTokens());

      List<BulkItem> items = new ArrayList<>();
      for (int i = 100; i < 200; i++) {
        // Create only missing twins, so that an interrupted load can simply be run again.
        items.add(BulkItem.putTwin("room-" + i, new Room("Room " + i, 20), CallOption.ifAbsent()));
      }
      BulkReport report = twins.bulk().progress(p -> System.out.println(p.completed())).run(items);
      report.failures().forEach(f -> System.out.println(f.item() + ": " + f.reason().getMessage()));

      assertThat(report.succeeded()).isEqualTo(100);
      assertThat(printed()).contains("100");
    }
  }

  @Test
  void importJob_isAwaited() throws IOException {
    String inputBlobUri = "https://contoso.blob.core.windows.net/samples/building.ndjson";
    String outputBlobUri = "https://contoso.blob.core.windows.net/samples/building.log";
    azure.twins().putBlob(inputBlobUri, Building.resource("/building.ndjson"));
    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      DigitalTwinsClient twins = instance.client(daemonTokens());

      Jobs.Imports imports = twins.jobs().imports();
      imports.start("import-1", inputBlobUri, outputBlobUri);
      ImportJob job = imports.waitFor("import-1", Duration.ofMinutes(10), System.out::println);
      System.out.println(job.status());

      assertThat(job.isFinished()).isTrue();
      assertThat(printed()).endsWith(job.status() + System.lineSeparator());
    }
  }

  @Test
  void azureCredential_isATokenProvider() throws IOException {
    AccessToken token = tokenOf(daemonTokens());
    TokenCredential credential =
        context ->
            Mono.just(
                new com.azure.core.credential.AccessToken(
                    token.value(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));

    TokenProvider tokens =
        TokenProviders.cached(
            request -> {
              var context = new TokenRequestContext().setScopes(List.copyOf(request.scopes()));
              var azureToken = credential.getTokenSync(context);
              return AccessToken.of(azureToken.getToken(), azureToken.getExpiresAt().toInstant());
            });

    try (DigitalTwins instance = DigitalTwins.at(config(entra.daemon()), http)) {
      assertThat(instance.client(tokens).getTwin("room-21", DigitalTwin.class).id())
          .isEqualTo("room-21");
    }
  }

  @Test
  void tokenProvider_isAnAzureCredential() throws IOException {
    TokenProvider tokens = daemonTokens();

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

  @Test
  void registration_isPlannedAndApplied() throws IOException {
    SignIn signIn =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .environment(Platform.environment(Role.ADMINISTRATOR, azure));

    AppRegistration registration = AppRegistration.create(signIn.azureCli(), http);
    RegistrationPlan plan = registration.plan(AppSpec.desktop("Rooms")); // Only reads.
    System.out.println(plan);
    RegisteredApp app = registration.apply(plan, System.err::println); // Reports waiting.
    app.manualSteps().forEach(System.out::println);

    assertThat(printed()).contains("+ application 'Rooms'");
    assertThat(app.tenant()).isEqualTo(entra.tenantId());
  }

  @Test
  void doctor_namesTheStepThatFixesAProblem() {
    DigitalTwinsConfig config = config(entra.daemon());
    ClientCredential credential = ClientCredential.secret(entra.daemon().secret());
    azure.twins().revokeRole(entra.daemon().servicePrincipalId());

    Diagnosis diagnosis =
        Doctor.create(config).httpClient(http).diagnose(SignInMethod.service(credential));
    System.out.println(diagnosis);

    assertThat(printed())
        .contains("FAIL  role", "The instance rejects callers without a role.")
        .contains(
            "> Assign the role to the user or application; it works after some minutes. az dt")
        .contains("> See step 9 (Digital Twins instance → Access control (IAM) → role Azure")
        .contains("not examined, because of: role");
  }

  @Test
  void metrics_countTokenRequests() throws IOException {
    DigitalTwinsConfig config = config(entra.daemon());
    MeterRegistry meterRegistry = new SimpleMeterRegistry();

    SignIn signIn =
        SignIn.with(config).listener(AuthMetrics.create(meterRegistry)).httpClient(http);

    tokenOf(signIn.service(ClientCredential.secret(entra.daemon().secret())));
    assertThat(meterRegistry.find("adt.auth.token.requests").tag("outcome", "success").timer())
        .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
  }

  @EnabledOnOs(OS.LINUX) // the embedded Redis
  @Test
  void redisStore_sharesTokens() throws Exception {
    byte[] key = new byte[32];
    ReservedPort reserved = ReservedPort.open();
    int port = reserved.port();
    RedisServer redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).build();
    redis.start();
    try (reserved;
        UnifiedJedis jedis = new JedisPooled("127.0.0.1", port)) {

      TokenStore store = RedisTokenStore.create(jedis, KeyRing.of("2026-11", key));

      SignIn signIn = signIn(entra.daemon()).store(store);
      ClientCredential secret = ClientCredential.secret(entra.daemon().secret());
      String first = tokenOf(signIn.service(secret)).value();
      assertThat(tokenOf(signIn.service(secret)).value()).isEqualTo(first);
    } finally {
      redis.stop();
    }
  }
}
