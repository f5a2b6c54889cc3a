package io.github.adtauth.internal.http;

import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.util.concurrent.atomic.AtomicReference;
import kotlin.jvm.functions.Function0;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * The principal of one operation: that of its first token, where the token names one. An operation
 * is a call with its retries, or several calls whose requests share an instance as their tag, such
 * as the pages of a query. Thread-safe.
 */
public final class OperationPrincipal {
  private static final Function0<OperationPrincipal> FACTORY =
      new Function0<>() { // no lambda: this is on the path of the first call
        @Override
        public OperationPrincipal invoke() {
          return new OperationPrincipal();
        }
      };

  private final AtomicReference<@Nullable Principal> principal = new AtomicReference<>();

  /** Returns the request, for the principal of the call's operation if that is known. */
  public static TokenRequest bind(Call call, TokenRequest request) {
    OperationPrincipal operation = find(call);
    Principal known = operation == null ? null : operation.principal.get();
    return known == null ? request : TokenInternals.instance().forPrincipal(request, known);
  }

  /**
   * Tells whether the operation of the call may use a token. The first one that names its principal
   * decides; from then on only tokens of the same principal may be used.
   */
  public static boolean accepts(Call call, AccessToken token) {
    Principal actual = TokenInternals.instance().principal(token);
    OperationPrincipal operation = find(call);
    if (operation == null) {
      if (actual == null) {
        return true;
      }
      operation = call.tag(OperationPrincipal.class, FACTORY);
    }
    Principal known = operation.principal.get();
    if (known == null && actual != null) {
      known = operation.principal.compareAndExchange(null, actual);
    }
    return known == null || known.equals(actual);
  }

  private static @Nullable OperationPrincipal find(Call call) {
    OperationPrincipal shared = call.request().tag(OperationPrincipal.class);
    return shared != null ? shared : call.tag(OperationPrincipal.class);
  }
}
