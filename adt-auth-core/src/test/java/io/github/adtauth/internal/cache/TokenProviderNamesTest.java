package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** Tests of the names of token providers and token threads. */
class TokenProviderNamesTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");
  private static final AccessToken TOKEN = AccessToken.of("t", Instant.MAX);

  private static String name(Principal principal) {
    TokenOwner owner = new TokenOwner(java.net.URI.create("https://login"), "t", "c", principal);
    return TokenCache.builder().build().provider(owner, request -> TOKEN).toString();
  }

  @Test
  void provider_isNamedForPrincipal() {
    assertThat(name(Principal.managedIdentity("of the machine")))
        .isEqualTo("the managed identity of the machine");
    assertThat(name(Principal.developer("Azure CLI"))).isEqualTo("the Azure CLI");
    assertThat(name(Principal.account("a"))).isEqualTo("account a");
  }

  @Test
  void cachedProvider_callsSourceOnce() throws IOException {
    int[] calls = {0};
    TokenProvider cached =
        TokenProviders.cached(
            request -> {
              calls[0]++;
              return TOKEN;
            });
    assertThat(cached.token(REQUEST)).isSameAs(cached.token(REQUEST)).isSameAs(TOKEN);
    assertThat(cached).hasToString("external provider");
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void firstOf_returnsCachedTokenOfChosenProvider() throws IOException {
    TokenProvider first = TokenProviders.firstOf(TokenProviders.cached(request -> TOKEN));
    assertThat(first.cachedToken(REQUEST)).isNull();
    first.token(REQUEST);
    assertThat(first.cachedToken(REQUEST)).isSameAs(TOKEN);
  }

  @Test
  void threads_areDaemons_andTerminateWhenIdle() {
    ThreadPoolExecutor threads = (ThreadPoolExecutor) TokenExecutors.newExecutor();
    CompletableFuture<Thread> worker = new CompletableFuture<>();
    threads.execute(() -> worker.complete(Thread.currentThread()));
    assertThat(worker.join().isDaemon()).isTrue();
    assertThat(worker.join().getName()).startsWith("adt-auth-token-");
    assertThat(threads.allowsCoreThreadTimeOut()).isTrue();
    threads.shutdownNow();
  }
}
