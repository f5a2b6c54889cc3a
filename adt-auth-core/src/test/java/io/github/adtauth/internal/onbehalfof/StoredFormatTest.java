package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.internal.store.StoredEntries;
import io.github.adtauth.onbehalfof.UserId;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests the formats of stored entries: different versions of this library share a store. */
class StoredFormatTest {
  private static final byte[] SESSION = StoredEntries.read("session-v1");
  private static final long SIGNED_OUT_AT = 0x19b8d2f3a80L;

  @Test
  void session_isReadAndWrittenInVersion1() throws IOException {
    SessionEntry entry =
        new SessionEntry(
            new UserId("oid", "tid"),
            Instant.ofEpochMilli(0x19b8d13c9a0L),
            Instant.ofEpochMilli(0x19b8d2f3a80L),
            Secret.of("rt"));
    assertThat(entry.write()).isEqualTo(SESSION);
    assertThat(SessionEntry.read(SESSION)).isEqualTo(entry);
  }

  @Test
  void sessionOfNewerVersion_fails() {
    byte[] newer = StoredEntries.withVersion(2, SESSION);
    assertThatThrownBy(() -> SessionEntry.read(newer))
        .isInstanceOf(NewerVersionException.class)
        .hasMessageContaining("newer version of adt-auth");
  }

  @Test
  void signOut_isReadInVersions0And1() {
    assertThat(SignOutStore.read(StoredEntries.read("sign-out-v0"))).isEqualTo(SIGNED_OUT_AT);
    assertThat(SignOutStore.read(StoredEntries.read("sign-out-v1"))).isEqualTo(SIGNED_OUT_AT);
    assertThat(SignOutStore.write(SIGNED_OUT_AT)).isEqualTo(StoredEntries.read("sign-out-v1"));
  }

  @Test
  void signOutOfNewerVersionOrMalformed_countsAsSignOut() {
    byte[] mark = StoredEntries.read("sign-out-v1");
    assertThat(SignOutStore.read(StoredEntries.withVersion(2, mark))).isEqualTo(Long.MAX_VALUE);
    assertThat(SignOutStore.read(new byte[] {2, 0})).isEqualTo(Long.MAX_VALUE);
    assertThat(SignOutStore.read(new byte[] {1, 0})).isEqualTo(Long.MAX_VALUE);
    assertThat(SignOutStore.read(new byte[0])).isEqualTo(Long.MAX_VALUE);
  }
}
