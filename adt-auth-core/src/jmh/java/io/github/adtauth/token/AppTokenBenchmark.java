package io.github.adtauth.token;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.adtauth.benchmarks.Contenders;
import io.github.adtauth.benchmarks.TokenResponses;
import io.github.adtauth.benchmarks.TokenService;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The application's own token, from a warm cache. */
public class AppTokenBenchmark {

  /** This library. */
  @Benchmark
  public Object ours(Ours state) throws IOException {
    return state.tokens.token(state.request);
  }

  /** What each read of a token does too: whether it is still fresh. */
  @Benchmark
  public long clock() {
    return System.currentTimeMillis();
  }

  /** The peer azure-identity. */
  @Benchmark
  public Object azure(Azure state) {
    return state.credential.getTokenSync(state.request);
  }

  /** The peer MSAL4J, bare. */
  @Benchmark
  public Object msal(Msal state) throws Exception {
    return state.application.acquireToken(state.request).get();
  }

  /** This library, warm. */
  @State(Scope.Benchmark)
  public static class Ours {
    TokenProvider tokens;
    TokenRequest request;

    /** Asks once. */
    @Setup
    public void warm() throws IOException {
      tokens = Contenders.ours(new TokenService());
      request = TokenRequest.of(TokenResponses.SCOPE);
      tokens.token(request);
    }
  }

  /** The peer, warm. */
  @State(Scope.Benchmark)
  public static class Azure {
    TokenCredential credential;
    TokenRequestContext request;

    /** Asks once. */
    @Setup
    public void warm() {
      credential = Contenders.azure(new TokenService());
      request = Contenders.azureRequest();
      credential.getTokenSync(request);
    }
  }

  /** The peer, warm. */
  @State(Scope.Benchmark)
  public static class Msal {
    ConfidentialClientApplication application;
    ClientCredentialParameters request;

    /** Asks once. */
    @Setup
    public void warm() throws Exception {
      application = Contenders.msal(new TokenService());
      request = Contenders.msalRequest();
      application.acquireToken(request).get();
    }
  }
}
