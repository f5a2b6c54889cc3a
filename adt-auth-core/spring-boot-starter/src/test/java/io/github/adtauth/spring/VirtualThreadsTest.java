package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.test.context.TestPropertySource;

/** Requests on virtual threads. */
@EnabledForJreRange(min = JRE.JAVA_21)
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
class VirtualThreadsTest extends RoomsFixture {
  @Test
  void requests_runOnVirtualThreads() throws Exception {
    String token = users.token(users.bob());
    assertThat(get("/thread", token).body()).startsWith("VirtualThread");
    ExecutorService executor = Executors.newFixedThreadPool(32);
    try {
      List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(() -> get("/rooms/room-1", token));
      }
      for (Future<HttpResponse<String>> call : executor.invokeAll(calls)) {
        assertThat(call.get().statusCode()).isEqualTo(200);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(entra.tokenCalls("urn:ietf:params:oauth:grant-type:jwt-bearer")).hasSize(1);
  }
}
