package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of inbound tokens, with an eye on how it goes: a flood of tokens that Entra refuses
 * is held back, and an outage is remembered. Thread-safe.
 */
final class UserExchange {
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;
  private final RefusalBudget refusals;
  private final Watch watch;

  UserExchange(LoginContext context, ClientCredential credential) {
    this.endpoint = new TokenEndpoint(context);
    this.credential = credential;
    refusals = new RefusalBudget(context.timing());
    watch = new Watch(context.timing().clock());
  }

  TokenAnswer token(OnBehalfOfUser user, Secret assertion, TokenRequest request) {
    if (!user.isProven()) {
      refusals.enter();
    }
    try {
      TokenAnswer answer =
          endpoint.onBehalfOf(credential, assertion, user.inbound().anchorMailbox(), request);
      user.proven();
      watch.answered();
      return answer;
    } catch (InboundTokenException e) {
      refusals.refused();
      watch.answered();
      throw e;
    } catch (AdtException e) {
      if (e.retryable()) {
        watch.failed(e);
      } else {
        watch.answered();
      }
      throw e;
    }
  }

  /** Returns why the token service last failed, or null if it has answered since. */
  OnBehalfOfHealth.@Nullable Fault fault() {
    return watch.fault();
  }
}
