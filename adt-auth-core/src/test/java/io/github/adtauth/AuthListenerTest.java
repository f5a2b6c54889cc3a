package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.internal.listener.GuardedAuthListener;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthListenerTest {
  static List<Consumer<AuthListener>> events() {
    return List.of(
        l -> l.tokenServed("p", true),
        l -> l.tokenAcquired("p", Duration.ZERO, Instant.EPOCH),
        l -> l.tokenFailed("p", Duration.ZERO, new IllegalStateException()),
        l -> l.tokenEvicted("p"),
        l -> l.challengeReceived("h", true),
        l -> l.credentialReloaded("c"),
        l -> l.certificateUsed("c", Instant.EPOCH),
        l -> l.certificateExpiring("c", Instant.EPOCH),
        l -> l.credentialSelected("c"),
        l -> l.retrying("h", 1, Duration.ZERO, "429"),
        l -> l.storeFailed("read", new IllegalStateException()));
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException(),
        new NoSuchMethodError("an old library"),
        new AssertionError(),
        new ServiceConfigurationError("x"),
        new Error("x"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void listenerException_doesNotReachCaller(Throwable failure) {
    AuthListener guarded =
        GuardedAuthListener.of(
            listener(
                (proxy, method, args) -> {
                  throw failure;
                }));
    events()
        .forEach(event -> assertThatCode(() -> event.accept(guarded)).doesNotThrowAnyException());
  }

  @Test
  void virtualMachineError_isRethrown() {
    AuthListener guarded =
        GuardedAuthListener.of(
            listener(
                (proxy, method, args) -> {
                  throw new OutOfMemoryError("test");
                }));
    assertThatThrownBy(() -> guarded.tokenEvicted("p")).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void everyEvent_isForwardedUnchanged() {
    List<String> seen = new ArrayList<>();
    List<String> direct = new ArrayList<>();
    events().forEach(event -> event.accept(GuardedAuthListener.of(recorder(seen))));
    events().forEach(event -> event.accept(recorder(direct)));
    long known = Arrays.stream(AuthListener.class.getMethods()).filter(Method::isDefault).count();
    assertThat(seen).hasSize((int) known).hasSameSizeAs(direct);
    assertThat(seen.toString().replaceAll("@\\w+", ""))
        .isEqualTo(direct.toString().replaceAll("@\\w+", ""));
  }

  @Test
  void guarded_doesNotWrapTwice() {
    AuthListener guarded = GuardedAuthListener.of(new AuthListener() {});
    assertThat(GuardedAuthListener.of(guarded)).isSameAs(guarded);
    assertThat(GuardedAuthListener.of(AuthListener.NONE)).isSameAs(AuthListener.NONE);
    events().forEach(event -> event.accept(AuthListener.NONE));
  }

  @Test
  void severalListeners_areNotifiedInOrder() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    AuthListener all = AuthListener.all(recorder(first), AuthListener.NONE, recorder(second));
    events().forEach(event -> event.accept(all));
    assertThat(first).hasSameSizeAs(events()).hasSameSizeAs(second);
    assertThat(GuardedAuthListener.of(all)).isSameAs(all);
    assertThat(AuthListener.all()).isSameAs(AuthListener.NONE);
    assertThat(AuthListener.all(AuthListener.NONE)).isSameAs(AuthListener.NONE);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failingListener_doesNotAffectOthers(Throwable failure) {
    List<String> seen = new ArrayList<>();
    AuthListener failing =
        listener(
            (proxy, method, args) -> {
              throw failure;
            });
    AuthListener all = AuthListener.all(failing, recorder(seen), failing);
    events().forEach(event -> event.accept(all));
    assertThat(seen).hasSameSizeAs(events());
  }

  private static AuthListener recorder(List<String> seen) {
    return listener(
        (proxy, method, args) -> {
          seen.add(method.getName() + Arrays.toString(args));
          return null;
        });
  }

  private static AuthListener listener(InvocationHandler handler) {
    return (AuthListener)
        Proxy.newProxyInstance(
            AuthListenerTest.class.getClassLoader(), new Class<?>[] {AuthListener.class}, handler);
  }
}
