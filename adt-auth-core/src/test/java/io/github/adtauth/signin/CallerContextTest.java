package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests {@link SignIn#taskDecorator}: token requests run under the context of their caller. */
class CallerContextTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final ThreadLocal<String> context = new ThreadLocal<>();
  private final List<Optional<String>> contexts = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** Returns a sign-in that records the context in which each token request is sent. */
  private SignIn signIn(Registration registration) {
    OkHttpClient client =
        fixture
            .azure
            .httpClient()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  contexts.add(Optional.ofNullable(context.get()));
                  return chain.proceed(chain.request());
                })
            .build();
    return fixture.signIn(registration).tokenHttpClient(client);
  }

  private Runnable withCallersContext(Runnable task) {
    String caller = context.get();
    return () -> {
      context.set(caller);
      try {
        task.run();
      } finally {
        context.remove();
      }
    };
  }

  private void acquireToken(TokenProvider tokens) throws IOException {
    context.set("caller");
    try {
      assertThat(tokens.token(TWINS).value()).isNotEmpty();
    } finally {
      context.remove();
    }
  }

  @Test
  void service_requestsTokenInCallersContext() throws IOException {
    acquireToken(
        signIn(entra.daemon())
            .taskDecorator(this::withCallersContext)
            .service(fixture.secretOf(entra.daemon())));

    assertThat(contexts).isNotEmpty().containsOnly(Optional.of("caller"));
  }

  @Test
  void onBehalfOf_requestsTokenInCallersContext() throws IOException {
    acquireToken(
        signIn(entra.webApi())
            .taskDecorator(this::withCallersContext)
            .onBehalfOf(fixture.secretOf(entra.webApi()))
            .forUser(entra.assertionFor(entra.alice(), entra.webApi())));

    assertThat(contexts).isNotEmpty().containsOnly(Optional.of("caller"));
  }

  @Test
  void laterOptions_keepTheDecorator() throws IOException {
    acquireToken(
        signIn(entra.daemon())
            .taskDecorator(this::withCallersContext)
            .claimsChallenges(false)
            .maximumCacheBytes(1 << 20)
            .service(fixture.secretOf(entra.daemon())));

    assertThat(contexts).isNotEmpty().containsOnly(Optional.of("caller"));
  }

  @Test
  void noDecorator_requestsTokenWithoutContext() throws IOException {
    acquireToken(signIn(entra.daemon()).service(fixture.secretOf(entra.daemon())));

    assertThat(contexts).isNotEmpty().containsOnly(Optional.empty());
  }

  @Test
  void brokenDecorator_doesNotLoseTheToken() throws IOException {
    acquireToken(
        signIn(entra.daemon())
            .taskDecorator(task -> null)
            .service(fixture.secretOf(entra.daemon())));

    assertThat(contexts).isNotEmpty();
  }

  @Test
  void nullDecorator_isRejected() {
    SignIn signIn = signIn(entra.daemon());

    assertThatThrownBy(() -> signIn.taskDecorator(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("taskDecorator");
  }
}
