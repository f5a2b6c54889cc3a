package io.github.adtauth.internal.doctor;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in method with everything that it needs. Immutable.
 *
 * @param kind the kind
 * @param label the kind, for display
 * @param credential the credential of a confidential client, or null
 * @param inboundToken the token that a web API received, or null
 * @param tokens creates the token provider; may prompt a user
 */
public record SignInSetup(
    SignInKind kind,
    String label,
    @Nullable ClientCredential credential,
    @Nullable Secret inboundToken,
    Function<SignIn, TokenProvider> tokens) {

  /** Returns the label, without credential and token. */
  @Override
  public String toString() {
    return label;
  }
}
