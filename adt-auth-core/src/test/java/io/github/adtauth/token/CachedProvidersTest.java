package io.github.adtauth.token;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.NoCurrentAccountException;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link TokenProviders#cached} never keeps a token of this library beyond its principal. */
class CachedProvidersTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();

  /** {@code cached} uses the system clock, which is ahead of that of a new fixture. */
  @BeforeEach
  void startNow() {
    fixture.time.advance(Duration.between(fixture.time.clock().instant(), Instant.now()));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** The ways to put a provider behind another cache. */
  enum Wrapper {
    CACHED {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.cached(provider);
      }
    },
    CACHED_TWICE {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.cached(TokenProviders.cached(provider));
      }
    },
    CACHED_CHAIN {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.cached(TokenProviders.firstOf(provider));
      }
    },
    CACHED_NESTED_CHAIN {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.cached(TokenProviders.firstOf(TokenProviders.firstOf(provider)));
      }
    },
    CHAIN_OF_CACHED {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.firstOf(TokenProviders.cached(provider));
      }
    },
    CACHED_LAMBDA {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.cached(request -> provider.token(request));
      }
    },
    CACHED_CHAIN_OF_LAMBDA {
      @Override
      TokenProvider wrap(TokenProvider provider) {
        return TokenProviders.cached(TokenProviders.firstOf(request -> provider.token(request)));
      }
    };

    abstract TokenProvider wrap(TokenProvider provider);
  }

  private UserSignIn users(FakeUser... signedIn) {
    List<FakeUser> next = new ArrayList<>(List.of(signedIn));
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .browser(url -> fixture.azure.browser().withUser(next.remove(0)).visit(url));
    for (int i = 0; i < signedIn.length; i++) {
      users.signIn();
    }
    return users;
  }

  private OnBehalfOf onBehalfOf() {
    return fixture
        .signIn(entra.webApi())
        .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)))
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  private String oid(TokenProvider tokens) throws IOException {
    return oidOf(value(tokens));
  }

  private String oidOf(String token) {
    return entra.verify(token).get("oid").getAsString();
  }

  private static String value(TokenProvider tokens) throws IOException {
    return tokens.token(TWINS).value();
  }

  // Providers of this library

  @ParameterizedTest
  @EnumSource
  void user_afterSignOut_providesNoToken(Wrapper wrapper) throws Exception {
    UserSignIn users = users(entra.alice());
    TokenProvider tokens = wrapper.wrap(users);
    assertThat(oid(tokens)).isEqualTo(entra.alice().oid());
    users.signOut(users.currentAccount().orElseThrow());
    assertThat(tokens.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> tokens.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }

  @ParameterizedTest
  @EnumSource
  void user_whenAnotherAccountIsCurrent_providesItsToken(Wrapper wrapper) throws Exception {
    UserSignIn users = users(entra.alice(), entra.bob());
    Account alice = users.accounts().get(0);
    TokenProvider tokens = wrapper.wrap(users);
    assertThat(oid(tokens)).isEqualTo(entra.bob().oid());
    users.select(alice);
    assertThat(oid(tokens)).isEqualTo(entra.alice().oid());
  }

  @ParameterizedTest
  @EnumSource
  void account_afterItsSignOut_providesNoToken(Wrapper wrapper) throws Exception {
    UserSignIn users = users(entra.alice(), entra.bob());
    Account alice = users.accounts().get(0);
    TokenProvider tokens = wrapper.wrap(users.forAccount(alice));
    assertThat(oid(tokens)).isEqualTo(entra.alice().oid());
    users.signOut(alice);
    assertThat(tokens.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> tokens.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @ParameterizedTest
  @EnumSource
  void userOfAWebApi_afterSignOut_providesNoToken(Wrapper wrapper) throws Exception {
    OnBehalfOf onBehalfOf = onBehalfOf();
    String assertion = assertion(entra.alice());
    TokenProvider tokens = wrapper.wrap(onBehalfOf.forUser(assertion));
    assertThat(oid(tokens)).isEqualTo(entra.alice().oid());
    onBehalfOf.signOut(onBehalfOf.userId(assertion));
    assertThat(tokens.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> tokens.token(TWINS)).isInstanceOf(InboundTokenException.class);
  }

  @ParameterizedTest
  @EnumSource
  void session_afterItsEnd_providesNoToken(Wrapper wrapper) throws Exception {
    Session session = onBehalfOf().startSession(assertion(entra.alice()));
    TokenProvider tokens = wrapper.wrap(session);
    assertThat(oid(tokens)).isEqualTo(entra.alice().oid());
    session.end();
    assertThat(tokens.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> tokens.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @ParameterizedTest
  @EnumSource
  void session_afterSignOut_providesNoToken(Wrapper wrapper) throws Exception {
    OnBehalfOf onBehalfOf = onBehalfOf();
    TokenProvider tokens = wrapper.wrap(onBehalfOf.startSession(assertion(entra.alice())));
    assertThat(oid(tokens)).isEqualTo(entra.alice().oid());
    onBehalfOf.signOut(new UserId(entra.alice().oid(), entra.tenantId()));
    assertThat(tokens.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> tokens.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void twinsClient_whenBobIsCurrent_callsAsBob() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.nativeApp().clientId())
            .tenant(entra.tenantId())
            .endpoint(fixture.azure.endpoint())
            .build();
    fixture
        .azure
        .twins()
        .addModels(
            "[{\"@context\":\"dtmi:dtdl:context;2\",\"@id\":\"dtmi:x;1\",\"@type\":\"Interface\"}]");
    fixture.azure.twins().putTwin("t", "{\"$metadata\":{\"$model\":\"dtmi:x;1\"}}");
    UserSignIn users = users(entra.bob(), entra.alice());
    List<Account> accounts = users.accounts();
    try (DigitalTwins instance = DigitalTwins.at(config, fixture.azure.httpClient())) {
      DigitalTwinsClient twins = instance.client(TokenProviders.cached(users));
      twins.getTwin("t", DigitalTwin.class);
      users.signOut(accounts.get(1));
      users.select(accounts.get(0));
      fixture.azure.clearRequests();
      twins.getTwin("t", DigitalTwin.class);
    }
    assertThat(fixture.azure.requests("contoso.api.weu.digitaltwins.azure.net"))
        .singleElement()
        .extracting(request -> oidOf(request.header("Authorization").substring(7)))
        .isEqualTo(entra.bob().oid());
  }

  /** Two calls share the first request of a lambda; the second one began as another user. */
  @Test
  void callThatJoinsTheFirstRequest_getsTheTokenOfItsOwnUser() throws Exception {
    UserSignIn users = users(entra.bob(), entra.alice());
    Account bob = users.accounts().get(0);
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CompletableFuture<Void> released = new CompletableFuture<>();
    TokenProvider tokens =
        TokenProviders.cached(
            request -> {
              AccessToken token = users.token(request);
              arrived.complete(null);
              released.join();
              return token;
            });
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> join(tokens));
    arrived.join();
    users.select(bob);
    CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> join(tokens));
    released.complete(null);
    first.join();
    assertThat(second.join()).isEqualTo(entra.bob().oid());
  }

  private String join(TokenProvider tokens) {
    try {
      return oid(tokens);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a provider by each method of the API that returns one. */
  private Map<String, TokenProvider> providersOfTheLibrary() {
    SignIn service = fixture.signIn(entra.daemon());
    Map<String, String> environment =
        Map.of("AZURE_CLIENT_SECRET", entra.daemon().secret(), "AZURE_TOKEN_CREDENTIALS", "prod");
    UserSignIn users = users(entra.alice());
    OnBehalfOf onBehalfOf = onBehalfOf();
    Session session = onBehalfOf.startSession(assertion(entra.alice()));
    Map<String, TokenProvider> providers = new LinkedHashMap<>();
    providers.put("SignIn.service", service.service(fixture.secretOf(entra.daemon())));
    providers.put(
        "SignIn.environmentCredential", service.environment(environment).environmentCredential());
    providers.put("SignIn.managedIdentity", service.environment(Map.of()).managedIdentity());
    providers.put("SignIn.azureCli", service.environment(Map.of()).azureCli());
    providers.put("SignIn.browser", users);
    providers.put("SignIn.deviceCode", service.deviceCode(prompt -> {}));
    providers.put("UserSignIn.forAccount", users.forAccount(users.accounts().get(0)));
    providers.put("OnBehalfOf.forUser", onBehalfOf.forUser(assertion(entra.alice())));
    providers.put("OnBehalfOf.startSession", session);
    providers.put(
        "OnBehalfOf.resumeSession", onBehalfOf.resumeSession(session.key(), session.user()));
    providers.put("TokenProviders.cached", TokenProviders.cached(request -> token("t")));
    providers.put("TokenProviders.firstOf", TokenProviders.firstOf(users, session));
    return providers;
  }

  @Test
  void providersOfTheLibrary_areReturnedUnchanged() {
    Map<String, TokenProvider> providers = providersOfTheLibrary();
    SignIn nothing = fixture.signIn(entra.daemon()).environment(Map.of());
    providers.put("no credential", nothing.environmentCredential());
    providers.forEach(
        (name, provider) ->
            assertThat(TokenProviders.cached(provider)).as(name).isSameAs(provider));
  }

  /** Fails if a new method of the API is missing in {@link #providersOfTheLibrary}. */
  @Test
  void everyMethodOfTheApiThatReturnsAProvider_isTested() {
    Set<String> methods = new TreeSet<>();
    for (Class<?> type :
        List.of(
            SignIn.class,
            UserSignIn.class,
            OnBehalfOf.class,
            Session.class,
            TokenProviders.class,
            ClientCredential.class)) {
      Stream.of(type.getMethods())
          .filter(method -> TokenProvider.class.isAssignableFrom(method.getReturnType()))
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .map((Method method) -> type.getSimpleName() + "." + method.getName())
          .forEach(methods::add);
    }
    assertThat(providersOfTheLibrary().keySet()).containsExactlyInAnyOrderElementsOf(methods);
  }

  // Custom providers

  private static AccessToken token(String value) {
    return AccessToken.of(value, Instant.MAX);
  }

  @Test
  void cachedTwice_isTheSameProvider() {
    TokenProvider cached = TokenProviders.cached(request -> token("t"));
    assertThat(TokenProviders.cached(cached)).isSameAs(cached);
    TokenProvider chain = TokenProviders.cached(TokenProviders.firstOf(request -> token("t")));
    assertThat(TokenProviders.cached(chain)).isSameAs(chain);
  }

  @Test
  void cachedChain_cachesACustomMember() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    TokenProvider absent =
        request -> {
          throw new CredentialUnavailableException(ErrorDetails.of("Nobody signed in."));
        };
    TokenProvider custom = request -> token("token-" + calls.incrementAndGet());
    TokenProvider cached =
        TokenProviders.cached(
            TokenProviders.firstOf(absent, TokenProviders.firstOf(absent, custom)));
    assertThat(value(cached)).isEqualTo("token-1");
    assertThat(value(cached)).isEqualTo("token-1");
    assertThat(cached.cachedToken(TWINS)).isNotNull();
    assertThat(calls).hasValue(1);
  }

  @Test
  void cachedChain_sharesTheChoiceOfTheChain() throws IOException {
    List<String> selected = new ArrayList<>();
    AuthListener listener =
        new AuthListener() {
          @Override
          public void credentialSelected(String credential) {
            selected.add(credential);
          }
        };
    AtomicInteger appeared = new AtomicInteger();
    TokenProvider late =
        request -> {
          if (appeared.get() == 0) {
            throw new CredentialUnavailableException(ErrorDetails.of("No key file."));
          }
          return token("late");
        };
    TokenProvider chain = TokenProviders.firstOf(listener, late, request -> token("second"));
    TokenProvider cached = TokenProviders.cached(chain);
    assertThat(value(chain)).isEqualTo("second");
    appeared.set(1);
    assertThat(value(cached)).isEqualTo("second");
    assertThat(value(TokenProviders.cached(chain))).isEqualTo("second");
    assertThat(selected).hasSize(1);
  }

  @Test
  void refreshedToken_replacesTheOneOfAnotherAccount() throws IOException {
    List<AccessToken> next =
        new ArrayList<>(List.of(AccessToken.of("alice", Instant.EPOCH), token("bob")));
    TokenProvider cached = TokenProviders.cached(request -> next.remove(0));
    assertThat(value(cached)).isEqualTo("alice");
    assertThat(value(cached)).isEqualTo("bob");
    assertThat(value(cached)).isEqualTo("bob");
  }

  @Test
  void cachedProvider_keepsTheListener() {
    AuthListener listener = new AuthListener() {};
    TokenProvider custom =
        new TokenProvider() {
          @Override
          public AccessToken token(TokenRequest request) {
            return CachedProvidersTest.token("t");
          }

          @Override
          public AuthListener listener() {
            return listener;
          }
        };
    assertThat(TokenProviders.cached(custom).listener()).isSameAs(listener);
  }

  @Test
  void null_isRejected() {
    assertThatNullPointerException().isThrownBy(() -> TokenProviders.cached(null));
  }
}
