package io.github.adtauth.internal.cache;

import io.github.adtauth.token.TokenProvider;
import org.jspecify.annotations.Nullable;

/** A provider whose tokens may belong to different accounts of users over time. */
public interface AccountTokenProvider extends TokenProvider {
  /**
   * Returns the account for which an operation that starts now calls, {@link Principal#NO_ACCOUNT},
   * or null if the tokens do not belong to an account. May read the store of accounts.
   */
  @Nullable Principal currentAccountPrincipal();
}
