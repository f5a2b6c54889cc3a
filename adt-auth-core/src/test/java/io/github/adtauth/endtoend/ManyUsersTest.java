package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManyUsersTest {
  private static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final ExecutorService callers = Executors.newFixedThreadPool(64);

  @AfterEach
  void stop() {
    callers.shutdownNow();
    azure.close();
  }

  private SignIn signIn(String clientId) {
    return SignIn.with(
            DigitalTwinsConfig.builder().clientId(clientId).tenant(entra.tenantId()).build())
        .httpClient(azure.httpClient());
  }

  @Test
  void threadsWithoutToken_causeOneRequest() throws Exception {
    TokenProvider job =
        signIn(entra.daemon().clientId()).service(ClientCredential.secret(entra.daemon().secret()));
    Set<AccessToken> tokens = new HashSet<>();
    try (Gate gate = azure.script("login.microsoftonline.com").hold(request -> true)) {
      List<Future<AccessToken>> results = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        results.add(callers.submit(() -> job.token(TWINS)));
      }
      gate.awaitArrived();
      gate.release();
      for (Future<AccessToken> result : results) {
        tokens.add(result.get());
      }
    }
    assertThat(tokens).hasSize(1);
    assertThat(entra.requests()).hasSize(1);
  }

  @Test
  void thousandUsers_getTheirTokens() throws Exception {
    OnBehalfOf onBehalfOf =
        signIn(entra.webApi().clientId())
            .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
    List<FakeUser> users = new ArrayList<>();
    List<String> assertions = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      FakeUser user =
          entra.addUser(
              new FakeUser(
                  UUID.randomUUID().toString(),
                  entra.tenantId(),
                  "user" + i + "@contoso",
                  "U" + i));
      users.add(user);
      assertions.add(entra.assertionFor(user, entra.webApi()));
    }
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Future<Boolean>> results = new ArrayList<>();
    for (int call = 0; call < 3_000; call++) {
      int user = call < 1_000 ? call : random.nextInt(1_000);
      boolean rejected = random.nextInt(20) == 0;
      results.add(
          callers.submit(
              () -> {
                TokenProvider tokens = onBehalfOf.forUser(assertions.get(user));
                AccessToken token = tokens.token(TWINS);
                if (rejected) {
                  token = tokens.token(TWINS.afterRejection(token, "{}"));
                }
                return Objects.requireNonNull(entra.verify(token.value()))
                    .get("oid")
                    .getAsString()
                    .equals(users.get(user).oid());
              }));
    }
    for (Future<Boolean> result : results) {
      assertThat(result.get()).as("seed %d", seed).isTrue();
    }
    assertThat(entra.tokenCalls(JWT_BEARER).size()).isBetween(1_000, 1_300);
  }
}
