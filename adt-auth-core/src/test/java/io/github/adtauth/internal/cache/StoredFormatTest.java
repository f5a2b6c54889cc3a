package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.token.AccessToken;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of a stored token: older and newer versions of this library share a store. */
class StoredFormatTest {
  private static final String GOLDEN =
      "01" // version
          + "0000019b8d2f3a80" // expires
          + "0000019b8d13c9a0" // refresh
          + "612e622e63"; // a.b.c

  @Test
  void token_isWrittenAndReadAsEver() {
    AccessToken token =
        AccessToken.of(
            "a.b.c", Instant.ofEpochMilli(0x19b8d2f3a80L), Instant.ofEpochMilli(0x19b8d13c9a0L));
    assertThat(HexFormat.of().formatHex(TokenCodec.write(token))).isEqualTo(GOLDEN);
    AccessToken read = TokenCodec.read(HexFormat.of().parseHex(GOLDEN));
    assertThat(read).isEqualTo(token);
    assertThat(read.expiresAt()).isEqualTo(token.expiresAt());
    assertThat(read.refreshAt()).isEqualTo(token.refreshAt());
  }

  @Test
  void anotherVersion_isAMiss() {
    byte[] next = HexFormat.of().parseHex("02" + GOLDEN.substring(2));
    assertThat(TokenCodec.read(next)).isNull();
    assertThat(TokenCodec.read(new byte[0])).isNull();
  }
}
