package io.github.adtauth.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.adtauth.AdtException;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.TokenRequest;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/**
 * What assertions that Entra rejects leave behind: nothing. In a JVM with a small heap; {@code
 * -Drejected=1000000} makes it a million. Slow; run with the profile {@code scale}.
 */
class RejectedAssertionsHeap {
  private static final int COUNT = Integer.getInteger("rejected", 100_000);
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  private static final String TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final byte[] REJECTION =
      ("{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50013: Assertion failed"
              + " signature validation.\",\"error_codes\":[50013],\"timestamp\":\"2026-01-05"
              + " 08:00:00Z\",\"trace_id\":\"7f2504e0-4f89-41d3-9a0c-0305e82c3301\","
              + "\"correlation_id\":\"8f2504e0-4f89-41d3-9a0c-0305e82c3301\"}")
          .getBytes(StandardCharsets.UTF_8);

  private final ManualTime time = new ManualTime();

  @Test
  void leaveNothingBehind() throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .addTrustedCertificate(certificate.certificate())
            .build();
    // Not the test kit: it remembers every request. Without this it waits 40 ms with each response.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpsServer entra =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    entra.setHttpsConfigurator(new HttpsConfigurator(trust.sslContext()));
    entra.setExecutor(Executors.newFixedThreadPool(2));
    entra.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(400, REJECTION.length);
          exchange.getResponseBody().write(REJECTION);
          exchange.close();
        });
    entra.start();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .build();
    URI authority = URI.create("https://localhost:" + entra.getAddress().getPort());
    OnBehalfOf onBehalfOf =
        SignIn.with(
                DigitalTwinsConfig.builder()
                    .clientId(CLIENT)
                    .tenant(TENANT)
                    .cloud(new Cloud(authority, Cloud.DIGITAL_TWINS_SCOPE))
                    .build())
            .httpClient(http)
            .timing(TestTiming.of(time))
            .maximumCacheBytes(1 << 20)
            .onBehalfOf(ClientCredential.secret("any"));
    List<Long> retained = new ArrayList<>();
    TokenRequest twins = TokenRequest.of(Cloud.DIGITAL_TWINS_SCOPE);
    for (int i = 0; i < COUNT; i++) {
      String forged = forged(i);
      Throwable rejected = catchThrowable(() -> onBehalfOf.forUser(forged).token(twins));
      assertThat(rejected).isInstanceOf(InboundTokenException.class);
      assertThat(((AdtException) rejected).status()).isEqualTo(400);
      time.advance(Duration.ofMillis(250)); // so that the budget lets all of them pass
      if ((i + 1) % (COUNT / 10) == 0) {
        retained.add(retained());
        System.out.printf(
            "%8d rejected, %,d bytes retained%n", i + 1, retained.get(i * 10 / COUNT));
      }
    }
    entra.stop(0);
    // The first tenth fills caches and loads classes; what follows is to be flat.
    long slope = (retained.get(9) - retained.get(1)) / (COUNT * 8 / 10);
    System.out.printf("slope: %d bytes for each rejected assertion%n", slope);
    assertThat(slope).isLessThan(20);
  }

  private String forged(int number) {
    long now = time.clock().instant().getEpochSecond();
    String claims =
        "{\"aud\":\"%s\",\"tid\":\"%s\",\"oid\":\"user %d\",\"scp\":\"x\",\"iat\":%d,\"exp\":%d}"
            .formatted(CLIENT, TENANT, number, now, now + 3600);
    return base64("{\"alg\":\"RS256\"}") + "." + base64(claims) + ".Zm9yZ2Vk";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long retained() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
