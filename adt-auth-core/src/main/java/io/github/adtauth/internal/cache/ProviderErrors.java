package io.github.adtauth.internal.cache;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.text.RedactedCause;
import java.io.IOException;

/** Creates exceptions for failures of custom token providers. Stateless. */
public final class ProviderErrors {
  private ProviderErrors() {}

  /** Returns the exception for a provider that returned null. */
  public static UnexpectedResponseException returnedNull() {
    return new UnexpectedResponseException(ErrorDetails.of("The token provider returned null."));
  }

  /** Returns the exception for a provider that threw an {@link IOException}. */
  public static UnavailableException networkFailed(IOException failure) {
    return new UnavailableException(
        ErrorDetails.of("Failed to acquire an access token: network error.")
            .cause(RedactedCause.of(failure)));
  }

  /** Returns the exception for a provider that threw an unexpected exception. */
  public static UnexpectedResponseException failed(RuntimeException failure) {
    return new UnexpectedResponseException(
        ErrorDetails.of("The token provider failed with " + failure.getClass().getName() + ".")
            .cause(failure));
  }
}
