package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.internal.entra.TokenClientContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rereads a refresh token that the token service rejected. If refresh tokens can be redeemed only
 * once, the second process to redeem one is rejected although the sign-in continues: another
 * process has just written a new refresh token, or is about to.
 */
public final class ReplacementReader {
  private static final List<Duration> PAUSES =
      List.of(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(400));

  private ReplacementReader() {}

  /** The place where another process may write a new refresh token. */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * Returns the entry with the new refresh token, or null if it has not changed.
     *
     * @throws InteractionRequiredException if the sign-in has ended
     */
    @Nullable T readIfChanged() throws IOException;
  }

  /**
   * Returns the entry that replaces the rejected refresh token within half a second.
   *
   * @throws InteractionRequiredException if the sign-in has ended, or the rejection itself if the
   *     refresh token has not changed, cannot be read or was not the reason
   */
  public static <T> T read(
      TokenClientContext context, InteractionRequiredException rejection, Source<T> source) {
    if (rejection.errorCode().filter("invalid_grant"::equals).isEmpty()
        || rejection.claims().isPresent()) {
      throw rejection;
    }
    try {
      for (Duration pause : PAUSES) {
        context.timing().sleeper().sleep(pause);
        T replacement = source.readIfChanged();
        if (replacement != null) {
          return replacement;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InteractionRequiredException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      rejection.addSuppressed(e);
    }
    throw rejection;
  }
}
