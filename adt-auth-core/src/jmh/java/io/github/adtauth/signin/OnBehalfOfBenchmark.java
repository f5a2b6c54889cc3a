package io.github.adtauth.signin;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.OnBehalfOfCredential;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import io.github.adtauth.benchmarks.Contenders;
import io.github.adtauth.benchmarks.TokenResponses;
import io.github.adtauth.benchmarks.TokenService;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import io.github.adtauth.onbehalfof.OnBehalfOf;

/**
 * A user's token from a warm cache. Each call is for a user drawn at random. {@code Fresh} makes a
 * new text of the bytes of the header first, as a web server does, so that its hash is not known.
 */
public class OnBehalfOfBenchmark {

  /** This library, from the header. */
  @Benchmark
  public Object oursFresh(Ours state) throws IOException {
    return state.onBehalfOf.forUser(state.headers.next()).token(state.request);
  }

  /** This library, on a handle that was kept. */
  @Benchmark
  public Object oursHeld(OursHeld state) throws IOException {
    return state.handles[state.ours.headers.nextIndex()].token(state.ours.request);
  }

  /** What no look-up by the text can do without: a bare map, from the header. */
  @Benchmark
  public Object mapFresh(BareMap state) {
    return state.tokens.get(state.headers.next());
  }

  /** The peer azure-identity: one credential for each user, found already. */
  @Benchmark
  public Object azure(Azure state) {
    return state.credentials[state.random.nextInt(state.users)].getTokenSync(state.request);
  }

  /** The peer MSAL4J, bare: one application for all users, from the header. */
  @Benchmark
  public Object msal(Msal state) throws Exception {
    return state
        .application
        .acquireToken(
            OnBehalfOfParameters.builder(state.scopes, new UserAssertion(state.headers.next()))
                .build())
        .get();
  }

  /** Headers of users drawn at random, as bytes. */
  static final class Headers {
    private static final int SAMPLE = 10_000;
    private final byte[][] bytes;
    private final Random random = new Random(7);

    Headers(int users) {
      bytes =
          random
              .ints(Math.min(users, SAMPLE), 0, users)
              .mapToObj(
                  user -> TokenResponses.assertion(user).getBytes(StandardCharsets.ISO_8859_1))
              .toArray(byte[][]::new);
    }

    int nextIndex() {
      return random.nextInt(bytes.length);
    }

    String next() {
      return get(nextIndex());
    }

    String get(int index) {
      return new String(bytes[index], StandardCharsets.ISO_8859_1);
    }

    int size() {
      return bytes.length;
    }
  }

  /** This library, with so many users. */
  @State(Scope.Benchmark)
  public static class Ours {
    @Param("1")
    int users;

    OnBehalfOf onBehalfOf;
    TokenRequest request;
    Headers headers;

    /** Serves each user once. */
    @Setup
    public void warm() {
      onBehalfOf =
          SignIn.with(Contenders.tokenConfig())
              .tokenHttpClient(new TokenService().okHttp())
              .maximumCacheBytes(8L << 30)
              .onBehalfOf(io.github.adtauth.credential.ClientCredential.secret("a-secret"));
      request = TokenRequest.of(TokenResponses.SCOPE);
      headers = new Headers(users);
      IntStream.range(0, users).parallel().forEach(this::serve);
      if (onBehalfOf.health().usersWithTokens() != users) {
        throw new IllegalStateException(onBehalfOf.health().toString());
      }
    }

    private void serve(int user) {
      try {
        onBehalfOf.forUser(TokenResponses.assertion(user)).token(request);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** This library, with so many users, whose handles are kept. */
  @State(Scope.Benchmark)
  public static class OursHeld {
    Ours ours;
    TokenProvider[] handles;

    /** Keeps the handles. */
    @Setup
    public void hold(Ours state) {
      ours = state;
      handles =
          IntStream.range(0, state.headers.size())
              .mapToObj(index -> state.onBehalfOf.forUser(state.headers.get(index)))
              .toArray(TokenProvider[]::new);
    }
  }

  /** A token for each text; no expiry, no bound, nothing else. */
  @State(Scope.Benchmark)
  public static class BareMap {
    @Param("1")
    int users;

    Map<String, String> tokens = new ConcurrentHashMap<>();
    Headers headers;

    /** Fills the map. */
    @Setup
    public void fill() {
      headers = new Headers(users);
      IntStream.range(0, users)
          .parallel()
          .forEach(user -> tokens.put(TokenResponses.assertion(user), TokenResponses.plain(user, "")));
    }
  }

  /** The peer with so many users. */
  @State(Scope.Benchmark)
  public static class Azure {
    @Param("1")
    int users;

    OnBehalfOfCredential[] credentials;
    TokenRequestContext request;
    Random random = new Random(7);

    /** Serves each user once. */
    @Setup
    public void warm() {
      TokenService service = new TokenService();
      request = Contenders.azureRequest();
      credentials =
          IntStream.range(0, users)
              .mapToObj(user -> Contenders.azureUser(service, user))
              .peek(credential -> credential.getTokenSync(request))
              .toArray(OnBehalfOfCredential[]::new);
    }
  }

  /** The peer with so many users. */
  @State(Scope.Benchmark)
  public static class Msal {
    @Param("1")
    int users;

    ConfidentialClientApplication application;
    Set<String> scopes = Set.of(TokenResponses.SCOPE);
    Headers headers;

    /** Fills its cache by the way it offers, for asking would take hours. */
    @Setup
    public void warm() throws Exception {
      TokenService service = new TokenService();
      application = MsalUsers.application(service, users);
      headers = new Headers(users);
      service.asked();
      for (int i = 0; i < Math.min(20, headers.size()); i++) {
        application
            .acquireToken(
                OnBehalfOfParameters.builder(scopes, new UserAssertion(headers.get(i))).build())
            .get();
      }
      if (service.asked() != 0) {
        throw new IllegalStateException("a user was not found in the cache");
      }
    }
  }
}
