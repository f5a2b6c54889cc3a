package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests of {@link TaskDecorator}. */
class TaskDecoratorTest {
  private static final TokenRequest REQUEST = TokenRequest.of("api://test/.default");

  private final ThreadLocal<String> context = new ThreadLocal<>();
  private final AtomicReference<String> contextOfRequest = new AtomicReference<>();
  private final AtomicInteger requests = new AtomicInteger();

  private AccessToken acquire(UnaryOperator<Runnable> decorator) throws IOException {
    TokenProvider tokens =
        TokenCache.builder()
            .taskDecorator(decorator)
            .build()
            .provider(
                TokenOwner.external(),
                request -> {
                  requests.incrementAndGet();
                  contextOfRequest.set(context.get());
                  return AccessToken.of("t", Instant.MAX);
                });
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

  @Test
  void throwingDecorator_isIgnored() throws IOException {
    acquire(
        task -> {
          throw new IllegalStateException("broken");
        });

    assertThat(requests).hasValue(1);
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
