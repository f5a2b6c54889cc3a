package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootValuesTest {
  @Test
  void secret_printsNothingOfItself() {
    Secret secret = Secret.of("s3cr3t");
    assertThat(secret).hasToString("***").isEqualTo(Secret.of("s3cr3t"));
    assertThat(secret).isNotEqualTo(Secret.of("other")).hasSameHashCodeAs(Secret.of("s3cr3t"));
    assertThat(secret.reveal()).isEqualTo("s3cr3t");
    assertThatThrownBy(() -> Secret.of(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https, api.example, 443, true", "https, api.example, 444, false",
    "http, api.example, 443, false", "http, api.example, 80, false",
    "https, evil.example, 443, false", "https, api.example.evil.example, 443, false",
    "https, pi.example, 443, false", "https, api.example., 443, false",
  })
  void resource_coversItsSchemeHostAndPortOnly(
      String scheme, String host, int port, boolean covered) {
    ProtectedResource resource =
        new ProtectedResource(URI.create("https://API.example/base"), "s/.default");
    assertThat(resource.covers(scheme, host, port)).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://api.example", "https:///x", "https://u@h.example", "urn:x", "/x"})
  void resourceThatIsNoHttpsServer_isRefused(String url) {
    assertThatThrownBy(() -> new ProtectedResource(URI.create(url), "s"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b"})
  void scopeThatIsNotOne_isRefused(String scope) {
    assertThatThrownBy(() -> new ProtectedResource(URI.create("https://h.example"), scope))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listenerThatThrows_harmsNobody() {
    AuthListener throwing =
        (AuthListener)
            Proxy.newProxyInstance(
                AuthListener.class.getClassLoader(),
                new Class<?>[] {AuthListener.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException(method.getName());
                });
    AuthListener guarded = AuthListener.guarded(throwing);
    assertThatCode(() -> callAll(guarded)).doesNotThrowAnyException();
    assertThatCode(() -> callAll(AuthListener.NONE)).doesNotThrowAnyException();
    assertThat(AuthListener.guarded(guarded)).isSameAs(guarded);
    assertThat(AuthListener.guarded(AuthListener.NONE)).isSameAs(AuthListener.NONE);
  }

  @Test
  void guardedListener_passesEveryEventOn() {
    for (Method event : AuthListener.class.getMethods()) {
      if (!java.lang.reflect.Modifier.isStatic(event.getModifiers())) {
        assertThatCode(
                () ->
                    GuardedListener.class.getDeclaredMethod(
                        event.getName(), event.getParameterTypes()))
            .as(event.getName())
            .doesNotThrowAnyException();
      }
    }
  }

  private static void callAll(AuthListener listener) {
    listener.tokenServed("user 1", true);
    listener.tokenAcquired("user 1", Duration.ZERO, Instant.EPOCH);
    listener.tokenRefused("user 1", Duration.ZERO, new IllegalStateException());
    listener.tokenEvicted("user 1");
    listener.challenged("h", true);
    listener.retrying("h", 1, Duration.ZERO, "503");
  }

  @Test
  void timeOfTheMachine_passesAndWaits() throws InterruptedException {
    Timing system = Timing.system();
    long before = system.ticker().getAsLong();
    system.sleeper().sleep(Duration.ofNanos(1));
    assertThat(system.ticker().getAsLong()).isGreaterThanOrEqualTo(before);
    assertThat(system.jitter().getAsDouble()).isBetween(0.0, 1.0);
    assertThat(system.clock().instant()).isAfter(Instant.EPOCH);
  }
}
