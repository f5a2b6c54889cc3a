package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of {@link TaskDecorator}. */
class TaskDecoratorTest {
  private static final TokenRequest REQUEST = TokenRequest.of("api://test/.default");

  private final ThreadLocal<String> context = new ThreadLocal<>();
  private final AtomicReference<String> contextOfRequest = new AtomicReference<>();
  private final AtomicInteger requests = new AtomicInteger();

  private TokenProvider provider(UnaryOperator<Runnable> decorator) {
    return TokenCache.builder()
        .taskDecorator(decorator)
        .build()
        .provider(
            TokenOwner.external(),
            request -> {
              requests.incrementAndGet();
              contextOfRequest.set(context.get());
              return AccessToken.of("t", Instant.MAX);
            });
  }

  private AccessToken acquire(UnaryOperator<Runnable> decorator) throws IOException {
    TokenProvider tokens = provider(decorator);
    context.set("caller");
    try {
      return tokens.token(REQUEST);
    } finally {
      context.remove();
    }
  }

  @Test
  void contextOfCaller_isUsedByTokenRequest() throws IOException {
    acquire(
        task -> {
          String caller = context.get();
          return () -> {
            context.set(caller);
            try {
              task.run();
            } finally {
              context.remove();
            }
          };
        });

    assertThat(contextOfRequest).hasValue("caller");
    assertThat(requests).hasValue(1);
  }

  /** A thread that is kept for later requests must not keep the context of its first one. */
  @Test
  void inheritableContext_isNotInherited() throws IOException {
    InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();
    AtomicReference<String> inherited = new AtomicReference<>("unset");
    inheritable.set("alice");
    TokenCache.builder()
        .build()
        .provider(
            TokenOwner.external(),
            request -> {
              inherited.set(inheritable.get());
              return AccessToken.of("t", Instant.MAX);
            })
        .token(REQUEST);
    inheritable.remove();
    assertThat(inherited).hasValue(null);
  }

  @Test
  void throwingDecorator_isIgnored() throws IOException {
    acquire(
        task -> {
          throw new IllegalStateException("broken");
        });

    assertThat(requests).hasValue(1);
  }

  @Test
  void decoratorThatThrowsError_isIgnored() throws IOException {
    acquire(
        task -> {
          throw new NoClassDefFoundError("io/tracing/Span");
        });
    acquire(
        task -> {
          throw new AssertionError("broken");
        });

    assertThat(requests).hasValue(2);
  }

  @Test
  void decorator_errorOfTheJvm_isThrownAsItIs() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    TokenProvider tokens =
        provider(
            task -> {
              if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("too deep");
              }
              return task;
            });

    assertThatThrownBy(() -> tokens.token(REQUEST))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("too deep");
    assertThat(tokens.token(REQUEST).value()).isEqualTo("t");
  }

  /** A decorator may wait for another thread that requests a token of the same owner. */
  @Test
  @Timeout(60)
  void decorator_isCalledWithoutALock() throws IOException {
    AtomicReference<TokenProvider> tokens = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    tokens.set(
        provider(
            task -> {
              if (calls.incrementAndGet() == 1) {
                acquireOnOtherThread(tokens.get(), REQUEST.withClaims("{\"access_token\":{}}"));
              }
              return task;
            }));

    assertThat(tokens.get().token(REQUEST).value()).isEqualTo("t");
    assertThat(requests).hasPositiveValue();
  }

  private static void acquireOnOtherThread(TokenProvider tokens, TokenRequest request) {
    CompletableFuture.supplyAsync(
            () -> {
              try {
                return tokens.token(request);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .join();
  }

  @Test
  void decoratorWithoutRun_isIgnored() throws IOException {
    acquire(task -> () -> {});
    acquire(task -> null);

    assertThat(requests).hasValue(2);
  }

  @Test
  void exceptionAfterRequest_doesNotRunItAgain() throws IOException {
    acquire(
        task ->
            () -> {
              task.run();
              throw new IllegalStateException("broken");
            });

    assertThat(requests).hasValue(1);
  }
}
