package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.AdtException;
import io.github.adtauth.InboundTokenException;
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
 * Exchanges inbound tokens for tokens of the resource. Limits how many inbound tokens Entra ID may
 * reject, and tracks the health of the token service. Thread-safe.
 */
final class AssertionExchange {
  private final TokenEndpoint endpoint;
  private final ClientCredential credential;
  private final RejectionRateLimiter rejections;
  private final HealthTracker health;

  AssertionExchange(TokenClientContext context, ClientCredential credential) {
    this.endpoint = new TokenEndpoint(context);
    this.credential = credential;
    rejections = new RejectionRateLimiter(context.timing());
    health = new HealthTracker(context.timing().clock());
  }

  /** Requests a token on behalf of the user (RFC 7523 2.1). */
  TokenResponse exchange(UserAssertion assertion, TokenRequest request) {
    boolean acceptedBefore = assertion.isAcceptedByEntra();
    UserId claimedUser = assertion.inbound().user();
    if (!acceptedBefore) {
      rejections.acquire(claimedUser);
    }
    try {
      TokenResponse response =
          endpoint.onBehalfOf(
              credential, assertion.secret(), assertion.inbound().anchorMailbox(), request);
      if (claimedUser != null) {
        response.subject().requireUser(claimedUser.objectId(), claimedUser.tenantId());
      }
      assertion.markAcceptedByEntra();
      health.recordSuccess();
      return response;
    } catch (AdtException e) {
      // A token that was accepted before is not forged, so it does not count against other users.
      if (!acceptedBefore && isRejectionOfToken(e)) {
        rejections.recordRejection(claimedUser);
      }
      if (e.isRetryable()) {
        health.recordFailure(e);
      } else {
        health.recordSuccess();
      }
      throw e;
    }
  }

  /** Entra ID also rejects malformed tokens with {@code invalid_request} and various codes. */
  private static boolean isRejectionOfToken(AdtException e) {
    return e instanceof InboundTokenException
        || (e.errorCode().filter("invalid_request"::equals).isPresent()
            && EntraCodes.firstKnown(e.aadstsCodes()) == null);
  }

  /** Returns the last failure of the token service, or null if it has responded since. */
  OnBehalfOfHealth.@Nullable Failure lastFailure() {
    return health.lastFailure();
  }
}
