package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.twins.Page;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A page that has arrived and is not read yet. */
public interface UnreadPage<T> {
  /** Returns where it seems to lead to; null if nowhere. */
  @Nullable String next();

  /** Reads it; throws what the call would have thrown. */
  Page<T> read();

  /** Returns a page that was read as it arrived. */
  static <T> UnreadPage<T> of(Page<T> page) {
    return new Read<>(page);
  }

  /** Is read already. */
  record Read<T>(Page<T> page) implements UnreadPage<T> {
    @Override
    public @Nullable String next() {
      return page.next();
    }

    @Override
    public Page<T> read() {
      return page;
    }
  }

  /** Is kept as text. */
  record Text<T>(ServiceResponse answer, PageReader<T> reader, @Nullable String next)
      implements UnreadPage<T> {
    @Override
    public Page<T> read() {
      try {
        return answer.read(reader);
      } catch (IOException e) {
        throw answer.unexpected("the page cannot be read.", e);
      }
    }
  }
}
