package io.github.adtauth.internal.twins;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.twins.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageLoopDetectorTest {
  private final PageLoopDetector guard = new PageLoopDetector();

  private void empty(int pages) {
    for (int i = 0; i < pages; i++) {
      guard.check();
      guard.record(new Page<>(List.of(), "page " + System.nanoTime() + " " + i, 0));
    }
  }

  @Test
  void tenThousandEmptyPages_areRejected() {
    empty(9_999);
    assertThatCode(guard::check).doesNotThrowAnyException();
    empty(1);
    assertThatThrownBy(guard::check)
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("10000 empty pages");
  }

  @Test
  void pageWithItem_resetsCount() {
    empty(9_999);
    guard.record(new Page<>(List.of("item"), "on", 0));
    assertThatCode(() -> empty(9_999)).doesNotThrowAnyException();
  }
}
