package io.github.adtauth.internal.http;

import io.github.adtauth.internal.cache.AccountTokenProvider;
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
 * The principal of an operation. The first token determines it, but the token of an account is
 * accepted only if the account was current when the operation started. An operation is a call with
 * its retries, or several calls whose requests share an instance of this class as a tag, such as
 * the pages of a query. Thread-safe.
 */
public final class OperationPrincipal {
  private static final Function0<OperationPrincipal> FACTORY = OperationPrincipal::new;

  private final @Nullable Principal account;
  private final AtomicReference<@Nullable Principal> principal = new AtomicReference<>();

  /** Creates an operation whose account is that of the first token. */
  public OperationPrincipal() {
    this(null);
  }

  private OperationPrincipal(@Nullable Principal account) {
    this.account = account;
  }

  /** Returns the principal of an operation that starts now. */
  public static OperationPrincipal of(TokenProvider tokens) {
    OperationPrincipal known = ofNullable(tokens);
    return known == null ? new OperationPrincipal() : known;
  }

  /** Returns the principal of an operation that starts now, or null if it has no account. */
  public static @Nullable OperationPrincipal ofNullable(TokenProvider tokens) {
    Principal account =
        tokens instanceof AccountTokenProvider provider ? provider.currentAccountPrincipal() : null;
    return account == null ? null : new OperationPrincipal(account);
  }

  /** Returns the request for the principal of the call's operation, if it has one already. */
  public static TokenRequest bind(Call call, TokenRequest request) {
    OperationPrincipal operation = find(call);
    Principal expected = operation == null ? null : operation.expected();
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
    return operation.accepts(actual);
  }

  private boolean accepts(@Nullable Principal actual) {
    Principal expected = principal.get();
    if (expected == null && actual != null) {
      if (account != null && actual.kind() == Principal.Kind.ACCOUNT && !account.equals(actual)) {
        return false;
      }
      expected = principal.compareAndExchange(null, actual);
    }
    return expected == null || expected.equals(actual);
  }

  private @Nullable Principal expected() {
    Principal first = principal.get();
    return first == null ? account : first;
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
