package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.internal.store.StoredEntries;
import io.github.adtauth.signin.Account;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the formats of stored accounts: different versions of this library share a store. */
class StoredAccountFormatTest {
  private static final Account ALICE = new Account("o.t", "o", "t", "alice@contoso.com", "Alice");
  private static final AccountList LIST = new AccountList(List.of(ALICE), "o.t");
  private static final byte[] LIST_ENTRY = StoredEntries.read("accounts-v3");
  private static final Secret TOKEN = Secret.of("rt");
  private static final byte[] TOKEN_ENTRY = StoredEntries.read("account-v2");

  @Test
  void list_isReadAndWrittenInVersion3() throws Exception {
    assertThat(LIST.write()).isEqualTo(LIST_ENTRY);
    assertThat(AccountList.read(LIST_ENTRY)).isEqualTo(LIST);
  }

  @Test
  void listOfVersion2_isRead() throws Exception {
    assertThat(AccountList.read(StoredEntries.read("accounts-v2"))).isEqualTo(LIST);
  }

  @Test
  void listOfVersion1_hasNoCurrentAccount() throws Exception {
    assertThat(AccountList.read(StoredEntries.read("accounts-v1")))
        .isEqualTo(new AccountList(List.of(ALICE), null));
  }

  @Test
  void listWithoutCurrentAccount_isReadAndWritten() throws Exception {
    AccountList list = new AccountList(List.of(ALICE), null);
    assertThat(AccountList.read(list.write())).isEqualTo(list);
    assertThat(AccountList.read(AccountList.EMPTY.write())).isEqualTo(AccountList.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 122, 124, 255})
  void listOfNewerVersion_fails(int version) {
    byte[] newer = StoredEntries.withVersion(version, LIST_ENTRY);
    assertThatThrownBy(() -> AccountList.read(newer))
        .isInstanceOf(NewerVersionException.class)
        .hasMessageContaining("newer version of adt-auth");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void listOfUnknownOlderVersion_isEmpty(int version) throws Exception {
    assertThat(AccountList.read(StoredEntries.withVersion(version, LIST_ENTRY)))
        .isEqualTo(AccountList.EMPTY);
  }

  @Test
  void malformedList_isEmpty() throws Exception {
    for (int length = 0; length < LIST_ENTRY.length; length++) {
      assertThat(AccountList.read(Arrays.copyOf(LIST_ENTRY, length)))
          .as("the first %d bytes", length)
          .isEqualTo(AccountList.EMPTY);
    }
    assertThat(AccountList.read(Arrays.copyOf(LIST_ENTRY, LIST_ENTRY.length + 1)))
        .as("one more byte")
        .isEqualTo(AccountList.EMPTY);
    byte[] tooMany =
        new EntryWriter(3)
            .writeString("o.t")
            .writeLong(Long.MAX_VALUE)
            .writeString("o.t")
            .toByteArray();
    assertThat(AccountList.read(tooMany)).isEqualTo(AccountList.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"version\":2}",
        "{\"version\":0,\"accounts\":[]}",
        "{\"version\":3,\"current\":\"o.t\",\"accounts\":[]}",
        "{\"version\":1,\"accounts\":[null,{},{\"id\":\"o.t\"}]}"
      })
  void malformedJsonList_isEmpty(String json) throws Exception {
    assertThat(AccountList.read(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(AccountList.EMPTY);
  }

  @Test
  void nameThatIsTooLong_isNotWritten() {
    Account account = new Account("o.t", "o", "t", "alice", "x".repeat(65_536));
    AccountList list = AccountList.EMPTY.with(account, true);
    assertThatThrownBy(list::write).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void refreshToken_isReadAndWrittenInVersion2() {
    assertThat(RefreshTokenCodec.write(TOKEN)).isEqualTo(TOKEN_ENTRY);
    assertThat(RefreshTokenCodec.read(TOKEN_ENTRY)).isEqualTo(TOKEN);
  }

  @Test
  void refreshTokenOfVersion1_isRead() {
    assertThat(RefreshTokenCodec.read(StoredEntries.read("account-v1"))).isEqualTo(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 122, 124, 255})
  void refreshTokenOfOtherVersion_isAMiss(int version) {
    assertThat(RefreshTokenCodec.read(StoredEntries.withVersion(version, TOKEN_ENTRY))).isNull();
  }

  @Test
  void malformedRefreshToken_isAMiss() {
    for (int length = 0; length < TOKEN_ENTRY.length; length++) {
      assertThat(RefreshTokenCodec.read(Arrays.copyOf(TOKEN_ENTRY, length)))
          .as("the first %d bytes", length)
          .isNull();
    }
    assertThat(RefreshTokenCodec.read(Arrays.copyOf(TOKEN_ENTRY, TOKEN_ENTRY.length + 1))).isNull();
    for (String json :
        List.of(
            "{",
            "{}",
            "{\"version\":1}",
            "{\"version\":1,\"refreshToken\":{}}",
            "{\"version\":2,\"refreshToken\":\"rt\"}")) {
      assertThat(RefreshTokenCodec.read(json.getBytes(StandardCharsets.UTF_8))).as(json).isNull();
    }
  }
}
