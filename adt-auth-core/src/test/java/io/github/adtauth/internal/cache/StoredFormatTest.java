package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.internal.store.StoredEntries;
import io.github.adtauth.token.AccessToken;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests the format of stored tokens: different versions of this library share a store. */
class StoredFormatTest {
  private static final byte[] VERSION_1 = StoredEntries.read("token-v1");
  private static final Instant EXPIRES_AT = Instant.ofEpochMilli(0x19b8d2f3a80L);
  private static final Instant REFRESH_AT = Instant.ofEpochMilli(0x19b8d13c9a0L);

  @Test
  void frozenToken_isRead() {
    AccessToken token = TokenCodec.read(VERSION_1);
    assertThat(token).isEqualTo(AccessToken.of("a.b.c", EXPIRES_AT, REFRESH_AT));
    assertThat(token.expiresAt()).isEqualTo(EXPIRES_AT);
    assertThat(token.refreshAt()).contains(REFRESH_AT);
  }

  @Test
  void token_isWrittenInVersion1() {
    AccessToken token = AccessToken.of("a.b.c", EXPIRES_AT, REFRESH_AT);
    assertThat(TokenCodec.write(token)).isEqualTo(VERSION_1);
  }

  @Test
  void tokenOfNewerVersion_isMiss() {
    assertThat(TokenCodec.read(StoredEntries.withVersion(2, VERSION_1))).isNull();
    assertThat(TokenCodec.read(StoredEntries.withVersion(255, VERSION_1))).isNull();
  }

  @Test
  void malformedToken_isMiss() {
    assertThat(TokenCodec.read(StoredEntries.withVersion(0, VERSION_1))).isNull();
    assertThat(TokenCodec.read(new byte[0])).isNull();
  }
}
