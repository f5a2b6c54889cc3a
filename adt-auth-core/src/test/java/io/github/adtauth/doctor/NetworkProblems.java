package io.github.adtauth.doctor;

import io.github.adtauth.Cloud;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.internal.ReservedPort;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/** Network problems between this machine and Azure. */
final class NetworkProblems {
  private NetworkProblems() {}

  /** DNS does not resolve names with this prefix. */
  static Consumer<DoctorFixture> unresolvableName(String prefix) {
    return fixture ->
        fixture.http =
            fixture
                .http
                .newBuilder()
                .dns(
                    name -> {
                      if (name.startsWith(prefix)) {
                        throw new UnknownHostException(name);
                      }
                      return fixture.azure.httpClient().dns().lookup(name);
                    })
                .build();
  }

  /** Nothing listens on the port. */
  static void connectionRefused(DoctorFixture fixture) {
    String closed = ":" + fixture.closeLater(ReservedPort.open()).port();
    fixture.settings.put("AZURE_AUTHORITY_HOST", Cloud.PUBLIC.authorityHost() + closed);
    fixture.settings.put("ADT_ENDPOINT", fixture.azure.endpoint() + closed);
    fixture.http =
        new OkHttpClient.Builder()
            .dns(name -> List.of(InetAddress.getLoopbackAddress()))
            .proxy(Proxy.NO_PROXY)
            .build();
  }

  /** The certificate of the server was issued by an untrusted authority. */
  static void intercepted(DoctorFixture fixture) {
    HandshakeCertificates strict =
        new HandshakeCertificates.Builder().addPlatformTrustedCertificates().build();
    fixture.http =
        fixture
            .http
            .newBuilder()
            .sslSocketFactory(strict.sslSocketFactory(), strict.trustManager())
            .build();
  }

  /** A proxy requires a password. */
  static void authenticatingProxy(DoctorFixture fixture) {
    MockWebServer proxy = fixture.closeLater(new MockWebServer());
    try {
      proxy.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < 20; i++) {
      proxy.enqueue(new MockResponse.Builder().code(407).build());
    }
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort());
    fixture.http = new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, address)).build();
  }

  /** Another server responds with an HTML page. */
  static Consumer<DoctorFixture> html(String host) {
    String name = host.equals("login.*") ? "login.microsoftonline.com" : host;
    return fixture -> fixture.azure.script(name).always(Faults.html(200));
  }

  static void silent(DoctorFixture fixture) {
    fixture.tokenTimeout = Duration.ofMillis(300);
    fixture.azure.script("login.microsoftonline.com").always(Faults.stall());
  }

  /** The clock of this machine is wrong. */
  static Consumer<DoctorFixture> clock(Duration ahead) {
    return fixture -> fixture.clock = Clock.offset(Clock.systemUTC(), ahead);
  }

  /** The instance belongs to another tenant and rejects the tokens of this one. */
  static void instanceOfOtherTenant(DoctorFixture fixture) {
    MockResponse unknown =
        new MockResponse.Builder().code(404).body("Sub-Domain not found").build();
    fixture.azure.script("contoso.api.weu.digitaltwins.azure.net").always(unknown);
  }

  /** A token provider returns the token of the daemon. */
  static void daemonTokens(DoctorFixture fixture) {
    fixture.service();
    daemonTokens(
            it -> {
              try {
                return it.method
                    .setup()
                    .tokens()
                    .apply(SignIn.with(it.config()).httpClient(it.http))
                    .token(TokenRequest.of(it.config().cloud().scope()))
                    .value();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .accept(fixture);
  }

  static Consumer<DoctorFixture> daemonTokens(Function<DoctorFixture, String> token) {
    return fixture -> {
      String value = token.apply(fixture);
      fixture.method = SignInMethod.tokens(request -> AccessToken.of(value, Instant.MAX));
    };
  }
}
