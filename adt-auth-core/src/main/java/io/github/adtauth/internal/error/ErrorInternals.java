package io.github.adtauth.internal.error;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Exposes the details of {@link AdtException} to the library, which copies exceptions with changed
 * details. This is not part of the API. The only implementation is installed when {@link
 * AdtException} is initialized.
 */
public abstract class ErrorInternals {
  private static volatile @Nullable ErrorInternals installed;

  /** Returns the implementation. {@link AdtException} must have been initialized. */
  public static ErrorInternals instance() {
    return Objects.requireNonNull(installed, "AdtException has not been initialized");
  }

  /** Installs the implementation. */
  public static void install(ErrorInternals value) {
    installed = value;
  }

  /**
   * Returns an exception with the same type and details, the stack trace of the calling thread and
   * the given exception as its cause. Callers that share a failed request each throw their own.
   */
  public final AdtException forThisCaller(AdtException exception) {
    return copy(exception, details -> details.cause(exception));
  }

  /**
   * Returns an exception with a link to the application's portal page for its {@link
   * AdtException#fix()}. If there is no such page, returns the given exception.
   */
  public final AdtException forApplication(
      AdtException exception, URI authorityHost, String tenant, String clientId) {
    Fix fix = exception.fix().orElse(null);
    if (fix == null) {
      return exception;
    }
    Fix linked = PortalPage.addTo(fix, authorityHost, tenant, clientId);
    return linked.equals(fix) ? exception : copy(exception, details -> details.fix(linked));
  }

  /**
   * Returns an exception with the same type and details that names the account of the failed
   * request.
   */
  public final AdtException forAccount(AdtException exception, String accountId) {
    return copy(exception, details -> details.accountId(accountId));
  }

  /** Returns an exception with the same type and a changed copy of the details. */
  protected abstract AdtException copy(AdtException exception, Consumer<ErrorDetails> change);
}
