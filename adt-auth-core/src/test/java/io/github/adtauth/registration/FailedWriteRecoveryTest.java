package io.github.adtauth.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the next run completes a registration after any failed write. */
class FailedWriteRecoveryTest {
  private static final List<MockResponse> FAILURES =
      List.of(
          Faults.html(403),
          Faults.html(200),
          Faults.malformedJson(),
          Faults.status(409),
          Faults.throttled(999_999_999),
          Faults.disconnect(),
          Faults.truncated(),
          AdministratorFixture.json(200, "{`error`:{`code`:`x`,`message`:`y`}}"),
          AdministratorFixture.json(403, "{`error`:{`code`:`Authorization_RequestDenied`}}"));

  @TempDir Path folder;
  private final AdministratorFixture alice = new AdministratorFixture();

  @AfterEach
  void close() {
    alice.close();
  }

  /** Scripts a response to the write that follows the given number of writes. */
  private static void reject(Script script, int after, MockResponse failure) {
    AtomicInteger writes = new AtomicInteger();
    script.nextWhen(request -> isWrite(request) && writes.getAndIncrement() == after, failure);
  }

  private static boolean isWrite(LoggedRequest request) {
    return !request.method().equals("GET");
  }

  @Test
  void failedWrite_isAdtExceptionAndNextRunCompletes() {
    int number = 0;
    int rejected = 0;
    for (MockResponse failure : FAILURES) {
      for (int after = 0; after < 6; after++) {
        String name = "API " + number++;
        Path pem = folder.resolve(number + ".pem");
        AppCredential credential =
            failure == FAILURES.get(0)
                ? AppCredential.newCertificate(pem, Duration.ofDays(9))
                : AppCredential.federated("https://issuer.example", name);
        AppSpec spec =
            AppSpec.webApi(name, credential)
                .assignRole(
                    alice.azure.graph().addGroup(name),
                    InstanceRole.DATA_READER,
                    alice.azure.instanceId());
        reject(alice.graph(), after, failure);
        try {
          alice.register(spec);
        } catch (AdtException e) {
          rejected++;
        }
        alice.graph().clear();

        RegisteredApp app = alice.register(spec);

        assertThat(app.manualSteps()).isEmpty();
        assertThat(alice.plan(spec).changes()).as(name + alice.plan(spec)).isEmpty();
        assertThat(alice.azure.graph().applications())
            .filteredOn(one -> one.toString().contains("\"" + name + "\""))
            .hasSize(1);
      }
    }
    assertThat(rejected).isGreaterThan(30);
  }

  @Test
  void interruptWhileSettling_stopsRunAndNextCompletes() {
    alice.azure.graph().delayApplications(5);
    AppSpec spec = AppSpec.desktop("Tool");
    Thread me = Thread.currentThread();
    AppRegistration interrupted =
        alice.as(
            request -> {
              if (!alice.time.sleeps().isEmpty()) {
                me.interrupt();
              }
              return alice.fullAccessToken(request);
            });

    assertThatThrownBy(() -> interrupted.apply(interrupted.plan(spec)))
        .isInstanceOf(CallCanceledException.class);

    assertThat(Thread.interrupted()).isTrue();
    alice.azure.graph().recover();
    alice.register(spec);
    assertThat(alice.plan(spec).changes()).isEmpty();
  }
}
