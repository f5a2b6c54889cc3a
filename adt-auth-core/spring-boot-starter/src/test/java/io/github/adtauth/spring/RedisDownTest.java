package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.internal.ReservedPort;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A web API whose Redis is down when it starts. */
@DirtiesContext
class RedisDownTest extends RoomsFixture {
  private static final String KEY = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final ReservedPort CLOSED = ReservedPort.open();

  @DynamicPropertySource
  static void redis(DynamicPropertyRegistry properties) {
    properties.add("adt-auth.store.type", () -> "redis");
    properties.add("adt-auth.store.keys", () -> KEY);
    properties.add("adt-auth.store.timeout", () -> "2s");
    properties.add("spring.data.redis.host", () -> "127.0.0.1");
    properties.add("spring.data.redis.port", CLOSED::port);
  }

  @AfterAll
  static void release() {
    CLOSED.close();
  }

  @Test
  void users_areServed_butNotSignedOut() {
    String token = users.token(users.alice());
    HttpResponse<String> room = get("/rooms/room-1", token);
    assertThat(room.statusCode()).as(room.body()).isEqualTo(200);
    HttpResponse<String> signOut = send("POST", "/sign-out", token);
    assertThat(signOut.statusCode()).as("must not pretend").isEqualTo(503);
    assertThat(signOut.body()).doesNotContain("Redis", "127.0.0.1");
    HttpResponse<String> health = get("/actuator/health", token);
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("DEGRADED", "\"store\"");
    assertThat(get("/actuator/configprops", token).body()).doesNotContain(KEY);
    assertThat(get("/actuator/env", token).body()).doesNotContain(KEY.substring(3));
  }
}
