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

/** Tests the printed names of token providers, and the token threads. */
class ProviderNamesTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");
  private static final AccessToken TOKEN = AccessToken.of("t", Instant.MAX);

  private static String name(Principal principal) {
    TokenOwner owner = new TokenOwner(java.net.URI.create("https://login"), "t", "c", principal);
    return TokenCache.builder().build().provider(owner, request -> TOKEN).toString();
  }

  @Test
  void provider_printsPrincipal() {
    assertThat(name(Principal.managedIdentity("of the machine")))
        .isEqualTo("the managed identity of the machine");
    assertThat(name(Principal.developer("Azure CLI"))).isEqualTo("the Azure CLI");
    assertThat(name(Principal.account("a"))).isEqualTo("account a");
  }

  @Test
  void customProvider_isCalledOnce() throws IOException {
    int[] asked = {0};
    TokenProvider cached =
        TokenProviders.cached(
            request -> {
              asked[0]++;
              return TOKEN;
            });
    assertThat(cached.token(REQUEST)).isSameAs(cached.token(REQUEST)).isSameAs(TOKEN);
    assertThat(cached).hasToString("external provider");
    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void chain_hasCachedTokenOfSelectedProvider() throws IOException {
    TokenProvider first = TokenProviders.firstOf(TokenProviders.cached(request -> TOKEN));
    assertThat(first.cachedToken(REQUEST)).isNull();
    first.token(REQUEST);
    assertThat(first.cachedToken(REQUEST)).isSameAs(TOKEN);
  }

  @Test
  void threads_areDaemonsAndEndWhenIdle() {
    ThreadPoolExecutor threads = (ThreadPoolExecutor) TokenExecutors.newExecutor();
    CompletableFuture<Thread> seen = new CompletableFuture<>();
    threads.execute(() -> seen.complete(Thread.currentThread()));
    assertThat(seen.join().isDaemon()).isTrue();
    assertThat(seen.join().getName()).startsWith("adt-auth-token-");
    assertThat(threads.allowsCoreThreadTimeOut()).isTrue();
    threads.shutdownNow();
  }
}
