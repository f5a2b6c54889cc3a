package io.github.adtauth.internal.http;

import io.github.adtauth.internal.cache.CachingTokenProvider;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.util.concurrent.atomic.AtomicReference;
import kotlin.jvm.functions.Function0;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The principal of an operation: the current account when it starts. If none is known, the first
 * token that has a principal determines it. An operation is a call with its retries, or several
 * calls whose requests share an instance of this class as a tag, such as the pages of a query.
 * Thread-safe.
 */
public final class OperationPrincipal {
  private static final Function0<OperationPrincipal> FACTORY = OperationPrincipal::new;

  private final AtomicReference<@Nullable Principal> principal = new AtomicReference<>();

  /** Returns the principal of an operation that starts now. */
  public static OperationPrincipal of(TokenProvider tokens) {
    OperationPrincipal known = ofNullable(tokens);
    return known == null ? new OperationPrincipal() : known;
  }

  /** Returns the principal of an operation that starts now, or null if it is not known yet. */
  public static @Nullable OperationPrincipal ofNullable(TokenProvider tokens) {
    Principal current = current(tokens);
    if (current == null) {
      return null;
    }
    OperationPrincipal operation = new OperationPrincipal();
    operation.principal.set(current);
    return operation;
  }

  private static @Nullable Principal current(TokenProvider tokens) {
    return tokens instanceof CachingTokenProvider provider ? provider.currentPrincipal() : null;
  }

  /** Returns the request for the principal of the call's operation, if it has one already. */
  public static TokenRequest bind(Call call, TokenRequest request) {
    OperationPrincipal operation = find(call);
    Principal expected = operation == null ? null : operation.principal.get();
    return expected == null ? request : TokenInternals.instance().forPrincipal(request, expected);
  }

  /**
   * Returns whether the call's operation may use a token. The first token that has a principal
   * determines that of the operation. Only tokens of the same principal are accepted afterwards.
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
    Principal expected = operation.principal.get();
    if (expected == null && actual != null) {
      expected = operation.principal.compareAndExchange(null, actual);
    }
    return expected == null || expected.equals(actual);
  }

  /** Returns a builder of a call's request for another call of the same operation. */
  static Request.Builder toNextRequest(Call call) {
    Request.Builder next = call.request().newBuilder();
    OperationPrincipal operation = find(call);
    return operation == null ? next : next.tag(OperationPrincipal.class, operation);
  }

  private static @Nullable OperationPrincipal find(Call call) {
    OperationPrincipal shared = call.request().tag(OperationPrincipal.class);
    return shared != null ? shared : call.tag(OperationPrincipal.class);
  }
}
