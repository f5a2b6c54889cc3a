package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.ServiceResponse;
import io.github.adtauth.twins.Page;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A page that has arrived but has not been parsed. */
public interface UnreadPage<T> {
  /** Returns the presumed continuation token, or null for the last page. */
  @Nullable String continuationToken();

  /** Parses the page. Throws the exception that the call would have thrown. */
  Page<T> read();

  /** Returns a page that has already been parsed. */
  static <T> UnreadPage<T> of(Page<T> page) {
    return new Parsed<>(page);
  }

  /** A page that has already been parsed. */
  record Parsed<T>(Page<T> page) implements UnreadPage<T> {
    @Override
    public @Nullable String continuationToken() {
      return page.continuationToken();
    }

    @Override
    public Page<T> read() {
      return page;
    }
  }

  /** A page whose body is in memory. */
  record Buffered<T>(
      ServiceResponse response, PageReader<T> reader, @Nullable String continuationToken)
      implements UnreadPage<T> {
    @Override
    public Page<T> read() {
      try {
        return response.read(reader);
      } catch (IOException e) {
        throw response.unexpected("the page cannot be read.", e);
      }
    }
  }
}
