package io.github.adtauth.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.JavaProcess;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.KeepAliveServer;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.internal.ReservedPort;
import io.github.adtauth.testkit.internal.SocksProxy;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the first failure of a process that cannot reach any service. */
class FirstFailureTest {
  private static final String LOGIN = "login.microsoftonline.com";

  private final LocalAzure azure = LocalAzure.start();

  @AfterEach
  void stop() {
    azure.close();
  }

  /** Returns the failure of the last call with a modified client for token requests. */
  private Throwable failure(UnaryOperator<OkHttpClient.Builder> change, int calls) {
    ManualTime time = new ManualTime();
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(azure.entra().daemon().clientId())
            .tenant(azure.entra().tenantId())
            .endpoint(azure.endpoint())
            .build();
    TokenProvider job =
        SignIn.with(config)
            .httpClient(change.apply(azure.httpClient().newBuilder()).build())
            .timing(TestTiming.of(time))
            .service(ClientCredential.secret(azure.entra().daemon().secret()));
    Throwable failure = null;
    try (DigitalTwins instance =
        DigitalTwins.builder(config)
            .httpClient(azure.httpClient())
            .timing(TestTiming.of(time))
            .build()) {
      for (int i = 0; i < calls; i++) {
        failure = catchThrowable(() -> instance.client(job).getTwin("x", DigitalTwin.class));
      }
    }
    return failure;
  }

  @Test
  void unknownTokenService_isReportedForEveryCall() {
    for (int calls = 1; calls <= 4; calls++) {
      assertThat(
              failure(
                  client ->
                      client.dns(
                          host -> {
                            if (host.equals(LOGIN)) {
                              throw new UnknownHostException(host);
                            }
                            return Dns.SYSTEM.lookup(host);
                          }),
                  calls))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("There is no address for the token service " + LOGIN + ".")
          .hasMessageContaining("Check the address, DNS and the proxy");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "SOCKS"})
  void unreachableProxy_isReported(Proxy.Type type) {
    try (ReservedPort closed = ReservedPort.open()) {
      Proxy proxy =
          new Proxy(type, new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.port()));

      assertThat(failure(client -> new OkHttpClient.Builder().proxy(proxy), 1))
          .hasMessageContaining("Connection refused by the proxy for the token service " + LOGIN)
          .hasMessageContaining("goes through the proxy localhost:" + closed.port())
          .hasMessageContaining("check its name and port first")
          .hasMessageContaining("Check the network, the firewall, the proxy");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "SOCKS"})
  void unknownProxy_isReported(Proxy.Type type) {
    Proxy proxy = new Proxy(type, InetSocketAddress.createUnresolved("proxy.invalid", 3128));

    assertThat(failure(client -> new OkHttpClient.Builder().proxy(proxy), 1))
        .hasMessageContaining("There is no address for ")
        .hasMessageContaining("the proxy proxy.invalid:3128: check its name and port first");
  }

  @Test
  void socksProxyRejection_isReported() throws IOException {
    try (SocksProxy socks = SocksProxy.rejecting()) {
      assertThat(failure(client -> new OkHttpClient.Builder().proxy(socks.proxy()), 1))
          .hasMessageContaining("The proxy rejected the connection to the token service " + LOGIN)
          .hasMessageContaining("goes through the proxy localhost:");
    }
  }

  @Test
  void ignoredProxyVariable_isNamed() throws Exception {
    try (ReservedPort closed = ReservedPort.open()) {
      ProcessBuilder process =
          JavaProcess.of(List.of(), Caller.class, "https://127.0.0.1:" + closed.port());
      process.environment().put("HTTPS_PROXY", "http://me:s3cr3t@127.0.0.1:3128");

      assertThat(output(process))
          .contains("connection refused by 127.0.0.1. The environment variable HTTPS_PROXY is set")
          .doesNotContain("s3cr3t");
    }
  }

  /** A firewall may intercept the connection with its own certificate. */
  @Test
  void ignoredProxyVariable_isNamedForUntrustedCertificate() throws Exception {
    try (KeepAliveServer server = KeepAliveServer.https()) {
      ProcessBuilder process = JavaProcess.of(List.of(), Caller.class, server.url());
      process.environment().put("HTTPS_PROXY", "http://127.0.0.1:3128");

      assertThat(output(process))
          .contains("is not trusted. The environment variable HTTPS_PROXY is set");
    }
  }

  /** Like a runtime image without the module. */
  @Test
  @EnabledForJreRange(max = JRE.JAVA_21) // they are in java.base since JDK 22
  void missingEllipticCurves_areNamed() throws Exception {
    try (KeepAliveServer server = KeepAliveServer.https()) {
      String message =
          output(
              JavaProcess.of(
                  List.of("--limit-modules", "java.se,jdk.unsupported"),
                  Caller.class,
                  server.url()));

      assertThat(message)
          .contains("this Java runtime does not support elliptic curves")
          .contains("jdk.crypto.ec")
          .doesNotContain("firewall");
    }
  }

  private static String output(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Calls an instance and prints the failure. */
  static final class Caller {
    public static void main(String[] arguments) {
      DigitalTwinsConfig config = DigitalTwinsConfig.builder().endpoint(arguments[0]).build();
      try (DigitalTwins instance = DigitalTwins.builder(config).retry(RetryPolicy.NONE).build()) {
        instance
            .client(request -> AccessToken.of("t", Instant.MAX))
            .getTwin("x", DigitalTwin.class);
      } catch (UnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
