package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a sign-out takes effect immediately on its node. */
class ImmediateSignOutTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final UserId alice = new UserId(entra.alice().oid(), entra.tenantId());
  private final HookedStore store =
      new HookedStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
  private final OnBehalfOf node = node(store);

  @AfterEach
  void stop() {
    fixture.close();
  }

  private OnBehalfOf node(TokenStore with) {
    return fixture
        .signIn(entra.webApi())
        .store(with)
        .maximumCacheBytes(64 << 10)
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion() {
    return entra.assertionFor(entra.alice(), entra.webApi());
  }

  @Test
  void callAfterMarkIsWritten_isRejected() throws Exception {
    String assertion = assertion();
    TokenProvider[] held = new TokenProvider[1];
    store.beforeReplace =
        () -> {
          held[0] = node.forUser(assertion);
          held[0].token(TWINS);
        };
    node.signOut(alice);
    assertThat(held[0].cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> held[0].token(TWINS)).isInstanceOf(InboundTokenException.class);
    assertThatThrownBy(() -> node.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
  }

  @Test
  void evictedProvider_isSignedOut() throws Exception {
    TokenProvider held = node.forUser(assertion());
    held.token(TWINS);
    for (int i = 0; i < 400; i++) {
      var unused = node.forUser(assertion());
    }
    node.signOut(alice);
    assertThat(held.cachedToken(TWINS)).isNull();
    assertThatThrownBy(() -> held.token(TWINS)).isInstanceOf(InboundTokenException.class);
  }

  @Test
  void waitingCaller_isRejected() throws Exception {
    TokenProvider user = node.forUser(assertion());
    Gate gate = fixture.azure.script(LOGIN).hold(request -> true);
    CompletableFuture<Throwable> waiting =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> user.token(TWINS)));
    gate.awaitArrived();
    node.signOut(alice);
    gate.release();
    assertThat(waiting.get()).isInstanceOf(InboundTokenException.class);
  }

  @Test
  void otherUsers_continueWithoutStoreRead() throws Exception {
    TokenProvider bob = node.forUser(entra.assertionFor(entra.bob(), entra.webApi()));
    bob.token(TWINS);
    node.signOut(alice);
    assertThat(bob.cachedToken(TWINS)).isNotNull();
  }

  @Test
  void damagedMark_countsAsSignOut(@TempDir Path folder) throws Exception {
    KeyRing ring = KeyRing.of("one", new byte[32]);
    OnBehalfOf first = node(FileTokenStore.create(folder, ring, TestTiming.of(fixture.time)));
    OnBehalfOf second = node(FileTokenStore.create(folder, ring, TestTiming.of(fixture.time)));
    String assertion = assertion();
    first.signOut(alice);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path mark : files.filter(file -> file.toString().contains("v1-signout-")).toList()) {
        byte[] whole = Files.readAllBytes(mark);
        Files.write(mark, Arrays.copyOf(whole, whole.length / 2));
      }
    }
    assertThatThrownBy(() -> second.forUser(assertion).token(TWINS))
        .isInstanceOf(InboundTokenException.class);
    second.signOut(alice); // replaces the damaged mark
    fixture.time.advance(Duration.ofMinutes(1));
    assertThatCode(() -> second.forUser(assertion()).token(TWINS)).doesNotThrowAnyException();
  }

  /** A forged token with a future issue time must not lock out the user for months. */
  @Test
  void forgedFutureToken_doesNotLockOutUser() throws Exception {
    String[] parts = assertion().split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String later = claims.replaceAll("\"iat\":\\d+", "\"iat\":253402300799");
    assertThat(later).isNotEqualTo(claims);
    String forged =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(later.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2];
    var unused = node.forUser(forged);
    node.signOut(alice);
    fixture.time.advance(Duration.ofMinutes(1));
    assertThatCode(() -> node.forUser(assertion()).token(TWINS)).doesNotThrowAnyException();
  }

  /** Runs a hook while a mark is written. */
  private static final class HookedStore extends ForwardingStore {
    volatile @Nullable Hook beforeReplace;

    HookedStore(TokenStore inner) {
      super(inner);
    }

    interface Hook {
      void run() throws IOException;
    }

    @Override
    public boolean replace(
        StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
        throws IOException {
      Hook hook = beforeReplace;
      if (hook != null) {
        hook.run();
      }
      return super.replace(key, expected, value, expiresAt);
    }
  }
}
