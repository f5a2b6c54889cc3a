package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Secret;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.internal.store.StoredEntries;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: stored accounts are read as they were written, or ignored. */
public class StoredAccountFuzzTest {
  private static final int MAX_INPUT_LENGTH = 60_000;

  @TestFactory
  Stream<DynamicTest> storedAccounts() {
    return Fuzz.of("stored-accounts", StoredAccountFuzzTest::fuzzerTestOneInput)
        .seed(StoredEntries.read("accounts-v1"))
        .seed(StoredEntries.read("accounts-v2"))
        .seed(StoredEntries.read("accounts-v3"))
        .seed(StoredEntries.read("account-v1"))
        .seed(StoredEntries.read("account-v2"))
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > MAX_INPUT_LENGTH) {
      return;
    }
    Secret refreshToken = RefreshTokenCodec.read(input);
    if (refreshToken != null) {
      assertThat(RefreshTokenCodec.read(RefreshTokenCodec.write(refreshToken)))
          .isEqualTo(refreshToken);
    }
    try {
      AccountList list = AccountList.read(input);
      AccountList copy = AccountList.read(list.write());
      assertThat(copy.accounts()).isEqualTo(list.accounts());
      assertThat(copy.currentId()).isIn(list.currentId(), null); // an empty ID becomes null
    } catch (NewerVersionException e) {
      assertThat(Byte.toUnsignedInt(input[0])).isGreaterThan(3);
    }
  }
}
