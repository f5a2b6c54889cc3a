package io.github.adtauth.internal.credential;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.FederatedTokenSource;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.text.FatalErrors;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a client with tokens of another issuer. Requests a token for each client
 * authentication, and rejects one that is not a JWT or has expired.
 */
public record FederatedAssertion(FederatedTokenSource tokens, String name)
    implements ClientAuthenticationSource {
  @Override
  public ClientAuthentication authenticate(ClientAuthenticationRequest request) throws IOException {
    Secret token;
    try {
      token = tokens.token();
    } catch (AdtException e) {
      throw e;
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      throw failure("failed with " + e.getClass().getName(), e);
    }
    if (token == null) {
      throw failure("returned no token", null);
    }
    JwtClaims claims = JwtClaims.parse(token.reveal());
    if (claims == null) {
      throw failure("does not contain a JWT", null);
    }
    Instant now = request.clock().instant();
    // Entra ID decides about a token whose expiry cannot be read.
    Instant expiresAt = claims.instant("exp");
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      throw failure(
          "contains a token that has expired; the clock of this machine shows " + now, null);
    }
    return ClientAuthentication.assertion(token);
  }

  @Override
  public boolean reload() {
    return true;
  }

  private CredentialException failure(String reason, @Nullable Throwable cause) {
    return new CredentialException(
        ErrorDetails.of(name + " " + reason + ".")
            .fix(
                new Fix(
                    RegistrationStep.CREDENTIAL,
                    "It must be a token of the issuer, subject and audience of the federated"
                        + " credential."))
            .cause(cause));
  }
}
