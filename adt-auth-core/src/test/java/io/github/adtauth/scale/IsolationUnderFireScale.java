package io.github.adtauth.scale;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.gson.JsonParser;
import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Two nodes before one store, a thousand users, 64 threads for a minute: tokens expire, are
 * rejected with claims, users sign out and in again, the store fails. Whoever gets a response gets
 * the user's own.
 */
class IsolationUnderFireScale {
  private static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");
  private static final int USERS = 1_000;
  private static final int THREADS = 64;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ManualTime time = new ManualTime();
  private final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  private final FakeEntra entra = azure.entra();
  private final FlakyStore store =
      new FlakyStore(
          SealedTokenStore.wrap(
                  MemoryTokenStore.withMaximumBytes(64 << 20, TestTiming.of(time)),
                  KeyRing.of("k", new byte[32]))
              .timing(TestTiming.of(time)));
  private final List<OnBehalfOf> nodes = List.of(node(), node());
  private final List<FakeUser> users = new ArrayList<>();
  private final AtomicReferenceArray<String> assertions = new AtomicReferenceArray<>(USERS);
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

  /** What came of a call. */
  private enum Outcome {
    OWN_TOKEN,
    FOREIGN_TOKEN,
    SIGNED_OUT,
    UNAVAILABLE,
    OTHER_REFUSAL
  }

  private OnBehalfOf node() {
    Timing byHand = TestTiming.of(time);
    return SignIn.with(
            DigitalTwinsConfig.builder()
                .clientId(entra.webApi().clientId())
                .tenant(entra.tenantId())
                .build())
        .httpClient(azure.httpClient())
        .timing(byHand)
        .store(store)
        .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
  }

  @Test
  void everyAnswerIsTheUsersOwn() throws Exception {
    ((Logger) LoggerFactory.getLogger("io.github.adtauth")).setLevel(Level.ERROR);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
    for (int i = 0; i < USERS; i++) {
      String oid = UUID.randomUUID().toString();
      users.add(entra.addUser(new FakeUser(oid, entra.tenantId(), "u" + i + "@contoso", "U" + i)));
      signInAgain(i);
    }
    long seed = new Random().nextLong();
    long start = System.nanoTime();
    ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> results = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(seed + thread);
      results.add(
          callers.submit(
              () -> {
                while (System.nanoTime() - start < NANOS) {
                  step(random);
                }
              }));
    }
    for (Future<?> result : results) {
      result.get(5, TimeUnit.MINUTES);
    }
    callers.shutdown();
    azure.close();
    System.out.println("seed " + seed + ": " + outcomes);
    assertThat(count(Outcome.FOREIGN_TOKEN)).as("seed %d", seed).isZero();
    assertThat(count(Outcome.OTHER_REFUSAL)).as("seed %d", seed).isZero();
    assertThat(count(Outcome.OWN_TOKEN)).isGreaterThan(10_000);
    assertThat(count(Outcome.SIGNED_OUT)).isPositive();
  }

  private void step(Random random) {
    int user = random.nextInt(USERS);
    int chance = random.nextInt(10_000);
    if (chance < 3) {
      time.advance(Duration.ofMinutes(random.nextInt(10)));
    } else if (chance < 6) {
      store.down(random.nextBoolean());
    } else if (chance < 40) {
      signOut(user, random);
    } else {
      call(user, random);
    }
  }

  private void call(int user, Random random) {
    String assertion = assertions.get(user);
    try {
      TokenProvider tokens = nodes.get(random.nextInt(2)).forUser(assertion);
      AccessToken token = tokens.token(TWINS);
      if (random.nextInt(50) == 0) {
        token = tokens.token(TWINS.afterRejection(token, "{\"access_token\":{}}"));
      }
      String oid = oidOf(token);
      count(oid.equals(users.get(user).oid()) ? Outcome.OWN_TOKEN : Outcome.FOREIGN_TOKEN, 1);
    } catch (InboundTokenException e) {
      count(Outcome.SIGNED_OUT, 1);
      signInAgain(user);
    } catch (UnavailableException e) {
      count(Outcome.UNAVAILABLE, 1);
    } catch (AdtException | IOException e) {
      e.printStackTrace();
      count(Outcome.OTHER_REFUSAL, 1);
    }
  }

  /** Not by Entra, to whom the token may have expired meanwhile. */
  private static String oidOf(AccessToken token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.value().split("\\.", -1)[1]);
    String json = new String(payload, StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject().get("oid").getAsString();
  }

  private void signOut(int user, Random random) {
    FakeUser who = users.get(user);
    try {
      nodes.get(random.nextInt(2)).signOut(new UserId(who.oid(), who.tid()));
    } catch (UnavailableException e) {
      count(Outcome.UNAVAILABLE, 1); // and the user is still signed in
    }
  }

  private void signInAgain(int user) {
    assertions.set(user, entra.assertionFor(users.get(user), entra.webApi()));
  }

  private void count(Outcome outcome, int by) {
    Objects.requireNonNull(outcomes.get(outcome)).add(by);
  }

  private long count(Outcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome)).sum();
  }
}
