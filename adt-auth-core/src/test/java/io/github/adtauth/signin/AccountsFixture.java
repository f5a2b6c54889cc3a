package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;

import io.github.adtauth.TestTiming;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Simulates several processes that share one account store. */
final class AccountsFixture implements AutoCloseable {
  final SignInFixture signInFixture = new SignInFixture();
  final FakeEntra entra = signInFixture.azure.entra();
  final FakeUser carol =
      entra.addUser(
          new FakeUser(
              "cccccccc-2222-4333-8444-555555555555",
              entra.tenantId(),
              "carol@contoso.onmicrosoft.com",
              "Carol"));
  final List<URI> visits = new ArrayList<>();
  final FailingStore store =
      new FailingStore(
          MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(signInFixture.time)));

  /** A store whose operations can be made to fail. */
  static final class FailingStore extends ForwardingStore {
    boolean failsToRead;
    boolean failsToWrite;
    boolean failsToReplace;

    FailingStore(TokenStore inner) {
      super(inner);
    }

    @Override
    protected void beforeRead() throws IOException {
      if (failsToRead) {
        throw new IOException("connection refused");
      }
    }

    @Override
    protected void beforeWrite() throws IOException {
      if (failsToWrite) {
        throw new IOException("disk full");
      }
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      if (failsToReplace) {
        throw new IOException("disk full");
      }
      return super.replace(key, expected, value, expiresAt);
    }
  }

  /** Starts a process in whose browser the given users sign in one after another. */
  UserSignIn process(FakeUser... users) {
    return withBrowser(signInFixture.signIn(entra.nativeApp()).store(store), users);
  }

  UserSignIn withBrowser(SignIn settings, FakeUser... users) {
    List<FakeUser> next = new ArrayList<>(List.of(users));
    return settings.browser(
        url -> {
          visits.add(url);
          signInFixture
              .azure
              .browser()
              .withUser(next.size() > 1 ? next.remove(0) : next.get(0))
              .visit(url);
        });
  }

  /** Returns the query of each authorization request that reached Entra ID, in order. */
  List<String> authorizationQueries() {
    return signInFixture.azure.requests("login.microsoftonline.com").stream()
        .filter(request -> request.method().equals("GET"))
        .filter(request -> request.path().endsWith("/authorize"))
        .map(request -> URLDecoder.decode(request.query(), StandardCharsets.UTF_8))
        .toList();
  }

  /** Returns the object ID in the token of a provider. */
  String oid(TokenProvider tokens) throws IOException {
    return entra.verify(tokens.token(TWINS).value()).get("oid").getAsString();
  }

  void expireAccessTokens() {
    signInFixture.time.advance(Duration.ofHours(2));
  }

  byte @Nullable [] storedList() throws IOException {
    return store.get(listKey());
  }

  void storeList(byte[] entry) throws IOException {
    store.put(listKey(), entry, later());
  }

  byte @Nullable [] storedAccount(Account account) throws IOException {
    return store.get(accountKey(account));
  }

  void storeAccount(Account account, byte[] entry) throws IOException {
    store.put(accountKey(account), entry, later());
  }

  void removeStoredAccount(Account account) throws IOException {
    store.remove(accountKey(account));
  }

  private Instant later() {
    return signInFixture.time.clock().instant().plus(Duration.ofDays(1));
  }

  private StoreKey listKey() {
    return StoreKey.of(
        "accounts",
        "https://login.microsoftonline.com",
        entra.tenantId(),
        entra.nativeApp().clientId());
  }

  private StoreKey accountKey(Account account) {
    return StoreKey.of(
        "account",
        "https://login.microsoftonline.com",
        entra.tenantId(),
        entra.nativeApp().clientId(),
        account.id());
  }

  @Override
  public void close() {
    signInFixture.close();
  }
}
