package io.github.adtauth.internal.credential;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.text.RedactedCause;
import java.io.IOException;

/** Creates exceptions for credentials that could not be read. Stateless. */
public final class CredentialErrors {
  private CredentialErrors() {}

  /** Returns the exception for a credential whose source is temporarily unavailable. */
  public static UnavailableException unavailable(ClientCredential credential, IOException failure) {
    return new UnavailableException(
        ErrorDetails.of("The " + credential + " is temporarily unavailable.")
            .cause(RedactedCause.of(failure)));
  }
}
