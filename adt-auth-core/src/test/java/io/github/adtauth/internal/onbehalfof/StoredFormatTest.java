package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Secret;
import io.github.adtauth.TestTiming;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.World;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.StoreKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes of stored sessions and accounts: other versions of this library share a store. */
class StoredFormatTest {
  private static final String SESSION =
      "01" // version
          + "0000019b8d13c9a0" // issued
          + "0000019b8d2f3a80" // ends
          + "0003"
          + "6f6964" // oid
          + "0003"
          + "746964" // tid
          + "0002"
          + "7274"; // rt

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void session_isWrittenAndReadAsEver() {
    SessionEntry entry =
        new SessionEntry(
            new UserId("oid", "tid"),
            Instant.ofEpochMilli(0x19b8d13c9a0L),
            Instant.ofEpochMilli(0x19b8d2f3a80L),
            Secret.of("rt"));
    assertThat(HexFormat.of().formatHex(entry.write())).isEqualTo(SESSION);
    assertThat(SessionEntry.read(HexFormat.of().parseHex(SESSION))).isEqualTo(entry);
    assertThat(SessionEntry.read(HexFormat.of().parseHex("02" + SESSION.substring(2)))).isNull();
  }

  @Test
  void accounts_areReadAsEver() throws IOException {
    MemoryTokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(world.time));
    String[] owner = {
      "https://login.microsoftonline.com",
      world.azure.entra().tenantId(),
      world.azure.entra().nativeApp().clientId()
    };
    Instant end = world.time.clock().instant().plusSeconds(99);
    store.put(
        StoreKey.of("accounts", owner),
        bytes(
            "{\"version\":1,\"accounts\":[{\"id\":\"o.t\",\"objectId\":\"o\",\"tenantId\":\"t\","
                + "\"username\":\"alice@contoso.com\",\"name\":\"Alice\"}]}"),
        end);
    store.put(
        StoreKey.of("account", owner[0], owner[1], owner[2], "o.t"),
        bytes("{\"version\":1,\"refreshToken\":\"rt\"}"),
        end);
    assertThat(
            world
                .signIn(world.azure.entra().nativeApp())
                .store(store)
                .browser(url -> {})
                .accounts())
        .containsExactly(new Account("o.t", "o", "t", "alice@contoso.com", "Alice"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
