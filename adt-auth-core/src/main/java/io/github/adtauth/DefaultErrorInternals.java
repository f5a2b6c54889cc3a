package io.github.adtauth;

import io.github.adtauth.internal.error.ErrorInternals;
import java.util.function.Consumer;

/** Implements {@link ErrorInternals} with package-private members. Stateless. */
final class DefaultErrorInternals extends ErrorInternals {
  /** Makes the implementation available to the library. */
  static void install() {
    install(new DefaultErrorInternals());
  }

  @Override
  protected AdtException copy(AdtException exception, Consumer<ErrorDetails> change) {
    ErrorDetails details = exception.copyDetails();
    change.accept(details);
    return exception.with(details);
  }
}
