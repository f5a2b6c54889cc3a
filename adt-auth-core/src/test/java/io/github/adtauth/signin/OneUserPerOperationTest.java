package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.text.SecretSink;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.twins.Role;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.TwinQuery;
import io.github.adtauth.twins.bulk.BulkItem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an operation keeps its user if another user becomes current meanwhile. */
class OneUserPerOperationTest {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final TwinQuery ALL = TwinQuery.of("SELECT * FROM digitaltwins");
  private static final MockResponse THROTTLED =
      new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build();

  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;
  private final List<String> senders = new CopyOnWriteArrayList<>();
  private UserSignIn users;
  private Account alice;
  private Account bob;
  private OkHttpClient http;
  private DigitalTwinsConfig config;
  private volatile Runnable afterSend = () -> {};

  @BeforeEach
  void signIn() {
    users =
        fixture.withBrowser(
            fixture.signInFixture.signIn(entra.nativeApp()), entra.alice(), entra.bob());
    alice = users.signIn();
    bob = users.signIn();
    users.select(alice);
    fixture.signInFixture.azure.twins().grantRole(entra.bob().oid(), Role.DATA_OWNER);
    http =
        fixture
            .signInFixture
            .azure
            .httpClient()
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  String token = chain.request().header("Authorization").substring(7);
                  senders.add(entra.verify(token).get("oid").getAsString());
                  afterSend.run();
                  return chain.proceed(chain.request());
                })
            .build();
    config =
        DigitalTwinsConfig.builder()
            .clientId(entra.nativeApp().clientId())
            .tenant(entra.tenantId())
            .endpoint(fixture.signInFixture.azure.endpoint())
            .build();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private DigitalTwinsClient twins(TokenProvider tokens) {
    return DigitalTwins.builder(config)
        .httpClient(http)
        .timing(TestTiming.of(fixture.signInFixture.time))
        .build()
        .client(tokens);
  }

  private void assertSentBy(Account sender, int times) {
    assertThat(senders).hasSize(times).containsOnly(sender.objectId());
  }

  private void addTwins(int count) {
    var azure = fixture.signInFixture.azure.twins();
    azure.addModels(
        "[{\"@context\":\"dtmi:dtdl:context;2\",\"@id\":\"dtmi:x;1\",\"@type\":\"Interface\"}]");
    for (int i = 0; i < count; i++) {
      azure.putTwin("t" + i, "{\"$metadata\":{\"$model\":\"dtmi:x;1\"}}");
    }
  }

  /** Returns the sign-in wrapped in another provider. */
  private TokenProvider around(String wrapper) {
    return switch (wrapper) {
      case "chain" -> TokenProviders.firstOf(users);
      case "cached chain" -> TokenProviders.cached(TokenProviders.firstOf(users, request -> null));
      case "lambda" -> request -> users.token(request);
      default -> users;
    };
  }

  private int get(TokenProvider tokens, UnaryOperator<Request.Builder> change, boolean tagged)
      throws IOException {
    AuthListener selectBob =
        new AuthListener() {
          @Override
          public void retrying(String host, int attempt, Duration wait, String reason) {
            users.select(bob);
          }
        };
    AuthenticatedHttp.Builder settings =
        AuthenticatedHttp.builder(http, config.resource())
            .listener(selectBob)
            .timing(TestTiming.of(fixture.signInFixture.time));
    OkHttpClient client = tagged ? settings.build() : settings.tokens(tokens).build();
    Request.Builder request =
        new Request.Builder()
            .url(config.endpoint() + "/digitaltwins/t0?api-version=2023-10-31")
            .tag(TokenProvider.class, tokens);
    try (Response response = client.newCall(change.apply(request).build()).execute()) {
      return response.code();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sign-in", "chain", "lambda"})
  void retry_keepsUser(String wrapper) throws IOException {
    addTwins(1);
    fixture.signInFixture.azure.script(INSTANCE).next(Faults.status(503));
    assertThat(get(around(wrapper), request -> request, false)).isEqualTo(200);
    assertSentBy(alice, 2);
    assertThat(users.currentAccount()).as("user selected during the retry").contains(bob);
    senders.clear();
    assertThat(get(around(wrapper), request -> request, false)).isEqualTo(200);
    assertSentBy(bob, 1);
  }

  @Test
  void retryOfTaggedRequest_keepsUser() throws IOException {
    addTwins(1);
    fixture.signInFixture.azure.script(INSTANCE).next(Faults.status(503));
    assertThat(get(users, request -> request, true)).isEqualTo(200);
    assertSentBy(alice, 2);
  }

  @Test
  void retryAfterSignOut_isNotSentAsOtherUser() {
    fixture.signInFixture.azure.script(INSTANCE).next(Faults.status(503));
    afterSend = () -> users.signOut(alice);
    assertThatThrownBy(() -> get(users, request -> request, false))
        .isInstanceOf(AuthenticatedCallException.class);
    assertSentBy(alice, 1);
  }

  @Test
  void retryWithProviderThatIgnoresPrincipal_isNotSent() {
    fixture.signInFixture.azure.script(INSTANCE).next(Faults.status(503));
    TokenRequest own = TokenRequest.of(config.scope());
    TokenProvider ignoring = request -> users.token(own);
    assertThatThrownBy(() -> get(ignoring, request -> request, false))
        .hasMessageContaining("token of another principal");
    assertSentBy(alice, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sign-in", "chain", "lambda"})
  void queryPages_keepUser(String wrapper) {
    addTwins(250);
    int count = 0;
    for (DigitalTwin unused : twins(around(wrapper)).query(ALL, DigitalTwin.class)) {
      if (++count == 10) {
        users.select(bob);
      }
    }
    assertThat(count).isEqualTo(250);
    assertSentBy(alice, 3);
  }

  @Test
  void nextIteration_usesCurrentUser() {
    addTwins(250);
    var pages = twins(users).query(ALL, DigitalTwin.class).byPage();
    Iterator<?> walk = pages.iterator();
    walk.next();
    users.select(bob);
    walk.forEachRemaining(page -> {});
    assertSentBy(alice, 3);
    senders.clear();
    pages.forEach(page -> {});
    assertSentBy(bob, 3);
  }

  @Test
  void asyncPages_keepUser() throws Exception {
    addTwins(250);
    var pages = twins(users).async().query(ALL, DigitalTwin.class);
    var done =
        pages.forEachPage(
            page -> {
              users.select(bob);
              return true;
            });
    done.get();
    assertSentBy(alice, 3);
    senders.clear();
    pages.forEach(twin -> {}).get();
    assertSentBy(bob, 3);
  }

  @Test
  void asyncRetry_keepsUser() throws Exception {
    addTwins(1);
    fixture.signInFixture.azure.script(INSTANCE).next(THROTTLED);
    afterSend = () -> users.select(bob);

    twins(users).async().getTwin("t0", DigitalTwin.class).get();

    assertSentBy(alice, 2);
    assertThat(fixture.signInFixture.time.sleeps()).containsExactly(Duration.ofSeconds(7));
  }

  /** A call that waits for a thread of the dispatcher belongs to the user who started it. */
  @ParameterizedTest
  @ValueSource(strings = {"sign-in", "chain", "cached chain"})
  void queuedAsyncCall_keepsUser(String wrapper) throws Exception {
    addTwins(1);
    CompletableFuture<?> queued = queuedGet(around(wrapper), () -> users.select(bob));
    queued.get();

    assertSentBy(alice, 2);
  }

  /** A call that was started while nobody was signed in is not sent as the next user. */
  @ParameterizedTest
  @ValueSource(strings = {"sign-in", "chain"})
  void queuedAsyncCallOfNobody_isNotSent(String wrapper) throws Exception {
    addTwins(1);
    TokenProvider tokens = around(wrapper);
    CompletableFuture<?> queued =
        queuedGet(tokens, () -> users.signOut(alice), () -> users.select(bob));

    assertThatThrownBy(queued::get).hasCauseInstanceOf(InteractionRequiredException.class);
    assertSentBy(alice, 1);
  }

  /** Starts a call that occupies the dispatcher, and another one, between the given changes. */
  private CompletableFuture<?> queuedGet(TokenProvider tokens, Runnable... changes)
      throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequestsPerHost(1);
    http = http.newBuilder().dispatcher(dispatcher).build();
    Gate gate = fixture.signInFixture.azure.script(INSTANCE).hold(request -> true);
    AsyncDigitalTwinsClient twins = twins(tokens).async();
    CompletableFuture<?> running = twins.getTwin("t0", DigitalTwin.class);
    gate.awaitArrived(1);
    for (int i = 0; i < changes.length - 1; i++) {
      changes[i].run();
    }
    CompletableFuture<?> queued = twins.getTwin("t0", DigitalTwin.class);
    changes[changes.length - 1].run();
    gate.release();
    running.get();
    return queued;
  }

  /** The user is not fixed by a failed token request, but by the start of the operation. */
  @ParameterizedTest
  @ValueSource(strings = {"sign-in", "chain"})
  void retryOfTokenRequest_keepsUser(String wrapper) throws Exception {
    addTwins(1);
    fixture.signInFixture.time.advance(Duration.ofHours(2)); // both tokens have expired
    fixture
        .signInFixture
        .azure
        .script("login.microsoftonline.com")
        .nextWhen(
            request -> {
              users.select(bob);
              return true;
            },
            Faults.status(503));

    twins(around(wrapper)).getTwin("t0", DigitalTwin.class);

    assertSentBy(alice, 1);
  }

  /** The account of another member of the chain does not matter until a member is chosen. */
  @Test
  void chainWithApplication_usesItsToken() throws Exception {
    addTwins(1);
    TokenProvider daemon =
        fixture
            .signInFixture
            .signIn(entra.daemon())
            .service(ClientCredential.secret(entra.daemon().secret()));

    twins(TokenProviders.firstOf(daemon, users)).getTwin("t0", DigitalTwin.class);

    assertThat(senders).containsExactly(entra.daemon().servicePrincipalId());
  }

  @Test
  void asyncRetryAfterSignOut_isNotSentAsOtherUser() {
    fixture.signInFixture.azure.script(INSTANCE).next(THROTTLED);
    afterSend = () -> users.signOut(alice);

    assertThatThrownBy(() -> twins(users).async().getTwin("t0", DigitalTwin.class).get())
        .hasCauseInstanceOf(AdtException.class);
    assertSentBy(alice, 1);
  }

  @Test
  void bulkRun_keepsUser() {
    addTwins(0);
    List<BulkItem> items = new ArrayList<>();
    IntStream.range(0, 100)
        .forEach(
            i ->
                items.add(
                    BulkItem.putTwin("b" + i, Map.of("$metadata", Map.of("$model", "dtmi:x;1")))));
    DigitalTwinsClient twins = twins(users);
    afterSend =
        () -> {
          if (senders.size() == 20) {
            users.select(bob);
          }
        };
    assertThat(twins.bulk().run(items).failures()).isEmpty();
    assertThat(senders).containsOnly(alice.objectId());
    senders.clear();
    twins.getTwin("b1", DigitalTwin.class);
    assertSentBy(bob, 1);
  }

  @Test
  void waitForJob_keepsUser() {
    DigitalTwinsClient twins = twins(users);
    var deletions = twins.jobs().deletions();
    var started = deletions.startDeletingEverything();
    senders.clear();
    var unused = deletions.waitFor(started, Duration.ofMinutes(10), job -> users.select(bob));
    assertThat(senders).isNotEmpty().containsOnly(alice.objectId());
  }

  @Test
  void tokenForPrincipal_belongsToThatUser() throws IOException {
    AccessToken ofAlice = users.token(SignInFixture.TWINS);
    TokenRequest bound =
        TokenInternals.instance()
            .forPrincipal(SignInFixture.TWINS, TokenInternals.instance().principal(ofAlice));
    users.select(bob);
    assertThat(users.token(bound)).isEqualTo(ofAlice);
    assertThat(users.cachedToken(bound)).isEqualTo(ofAlice);
    assertThat(users.token(SignInFixture.TWINS)).isNotEqualTo(ofAlice);
  }

  /** A comparison with a part of the token would allow guessing the token step by step. */
  @Test
  void requestTags_areSecrets() {
    List<Request> seen = new CopyOnWriteArrayList<>();
    OkHttpClient curious =
        http.newBuilder()
            .addInterceptor(
                chain -> {
                  seen.add(chain.request());
                  return chain.proceed(chain.request());
                })
            .build();
    addTwins(1);
    DigitalTwins.builder(config)
        .httpClient(curious)
        .build()
        .client(users)
        .getTwin("t0", DigitalTwin.class);
    assertThat(seen)
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.tag(RequestSecrets.class)).isNull();
              assertThat(request.tag(SecretSink.class)).isNotNull();
            });
    assertThat(SecretSink.class.getDeclaredMethods())
        .filteredOn(method -> !Modifier.isPrivate(method.getModifiers()))
        .extracting(Method::getName)
        .containsExactly("add");
  }
}
