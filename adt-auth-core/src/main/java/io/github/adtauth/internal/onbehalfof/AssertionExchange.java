package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AdtException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges inbound tokens, limits how many of them Entra ID may reject, and keeps track of whether
 * the token service works. Thread-safe.
 */
public final class AssertionExchange {
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;
  private final RejectionRateLimiter rejections;
  private final HealthTracker watch;

  public AssertionExchange(TokenClientContext context, ClientCredential credential) {
    this.endpoint = new TokenEndpoint(context);
    this.credential = credential;
    rejections = new RejectionRateLimiter(context.timing());
    watch = new HealthTracker(context.timing().clock());
  }

  public TokenResponse token(OnBehalfOfTokenProvider user, Secret assertion, TokenRequest request) {
    boolean proven = user.isProven();
    UserId claimed = user.inbound().user();
    if (!proven) {
      rejections.acquire(claimed);
    }
    try {
      TokenResponse answer =
          endpoint.onBehalfOf(credential, assertion, user.inbound().anchorMailbox(), request);
      if (claimed != null) {
        answer.subject().requireUser(claimed.objectId(), claimed.tenantId());
      }
      user.proven();
      watch.recordSuccess();
      return answer;
    } catch (AdtException e) {
      // A token that was accepted before is not forged, and others must not pay for it.
      if (!proven && isRejectionOfToken(e)) {
        rejections.recordRejection(claimed);
      }
      if (e.isRetryable()) {
        watch.recordFailure(e);
      } else {
        watch.recordSuccess();
      }
      throw e;
    }
  }

  /**
   * Entra ID also rejects malformed tokens with {@code invalid_request}, with codes of many kinds.
   */
  private static boolean isRejectionOfToken(AdtException e) {
    return e instanceof InboundTokenException
        || (e.errorCode().filter("invalid_request"::equals).isPresent()
            && EntraCodes.firstKnown(e.aadstsCodes()) == null);
  }

  /** Returns why the token service last failed, or null if it has answered since. */
  public OnBehalfOfHealth.@Nullable Failure fault() {
    return watch.fault();
  }
}
