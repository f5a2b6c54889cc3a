package io.github.adtauth.doctor;

import io.github.adtauth.Cloud;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.Faults;
import io.github.adtauth.testkit.ReservedPort;
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

/** What can be wrong between a machine and Azure. */
final class Network {
  private Network() {}

  /** The DNS does not know the names that begin so. */
  static Consumer<DoctorFixture> noName(String beginning) {
    return fixture ->
        fixture.http =
            fixture
                .http
                .newBuilder()
                .dns(
                    name -> {
                      if (name.startsWith(beginning)) {
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

  /** What answers has a certificate of an authority that nobody here trusts. */
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

  /** A proxy lets nobody through without a password. */
  static void demandingProxy(DoctorFixture fixture) {
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

  /** Something else answers, with a page. */
  static Consumer<DoctorFixture> html(String host) {
    String name = host.equals("login.*") ? "login.microsoftonline.com" : host;
    return fixture -> fixture.azure.script(name).always(Faults.html(200));
  }

  static void silent(DoctorFixture fixture) {
    fixture.tokenTimeout = Duration.ofMillis(300);
    fixture.azure.script("login.microsoftonline.com").always(Faults.stall());
  }

  /** This machine's clock is off. */
  static Consumer<DoctorFixture> clock(Duration ahead) {
    return fixture -> fixture.clock = Clock.offset(Clock.systemUTC(), ahead);
  }

  /** The instance exists for the tokens of its own tenant alone. */
  static void foreignInstance(DoctorFixture fixture) {
    MockResponse unknown =
        new MockResponse.Builder().code(404).body("Sub-Domain not found").build();
    fixture.azure.script("contoso.api.weu.digitaltwins.azure.net").always(unknown);
  }

  /** A lambda gives the daemon's token. */
  static void lambda(DoctorFixture fixture) {
    fixture.service();
    lambda(
            it -> {
              try {
                return it.way
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

  static Consumer<DoctorFixture> lambda(Function<DoctorFixture, String> token) {
    return fixture -> {
      String value = token.apply(fixture);
      fixture.way = SignInMethod.tokens(request -> AccessToken.of(value, Instant.MAX));
    };
  }
}
