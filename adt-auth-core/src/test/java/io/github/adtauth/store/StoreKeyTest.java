package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoreKeyTest {
  @Test
  void differentParts_haveDifferentKeys() {
    Set<StoreKey> keys =
        new HashSet<>(
            List.of(
                StoreKey.of("user", "ab", "c"),
                StoreKey.of("user", "a", "bc"),
                StoreKey.of("user", "abc"),
                StoreKey.of("user", "abc", ""),
                StoreKey.of("user", "", "abc"),
                StoreKey.of("user", "ab\0c"),
                StoreKey.of("users", "abc")));
    assertThat(keys).hasSize(7);
    assertThat(StoreKey.of("user", "ab", "c"))
        .isEqualTo(StoreKey.of("user", "ab", "c"))
        .hasSameHashCodeAs(StoreKey.of("user", "ab", "c"))
        .isNotEqualTo(StoreKey.of("user", "ab", "d"))
        .doesNotHaveSameHashCodeAs(StoreKey.of("user", "ab", "d"));
  }

  @Test
  void text_isStableAndHashed() {
    StoreKey key = StoreKey.of("session", "tenant", "alice@contoso.com");
    // A changed text would lose all stored sessions on an upgrade.
    assertThat(key.text())
        .isEqualTo("adt-auth/v1/session/ChyMfYt0NAcTiNTQXJpBHJQ88Ha564M4GCDTfrrAL6g");
    assertThat(key).hasToString(key.text());
    assertThat(key.kind()).isEqualTo("session");
    assertThat(key.fileName()).matches("v1-session-[0-9a-f]{64}");
  }

  @Test
  void invalidKindOrPart_isRejected() {
    for (String kind : List.of("", "Session", "a/b", "../x", "1a", "a".repeat(33))) {
      assertThatThrownBy(() -> StoreKey.of(kind, "a")).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> StoreKey.of("user")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StoreKey.of("user", "\uD800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unicode");
  }
}
