package io.github.adtauth.internal.entra;

import static io.github.adtauth.RegistrationStep.API_PERMISSION;
import static io.github.adtauth.RegistrationStep.EXPOSED_API;
import static io.github.adtauth.RegistrationStep.IDS;
import static io.github.adtauth.RegistrationStep.PUBLIC_CLIENT;

import io.github.adtauth.AdtException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.SignInBlockedException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of errors of the token service. Each has an exception type, a message and a default
 * fix.
 */
enum TokenErrorKind {
  INTERACTION(
      InteractionRequiredException::new,
      "Entra ID requires the user to interact.",
      null,
      "Sign in again. A web API returns a challenge to its caller."),
  NO_USER(
      RegistrationException::new,
      "Entra ID requires user interaction, which the application itself cannot provide.",
      null,
      "An administrator can find the reason in the sign-in log by the correlation id."),
  CONSENT(
      ConsentRequiredException::new,
      "Consent to the application is missing.",
      RegistrationStep.CONSENT,
      "Grant consent."),
  CONSENT_DECLINED(
      ConsentRequiredException::new,
      "The user declined consent.",
      RegistrationStep.CONSENT,
      "Sign in again, or grant admin consent."),
  DECLINED(InteractionRequiredException::new, "The sign-in was declined.", null, "Sign in again."),
  CODE_EXPIRED(
      InteractionRequiredException::new,
      "The code of this sign-in has expired or was already used.",
      null,
      "Start the sign-in again."),
  SIGN_IN_ENDED(
      InteractionRequiredException::new, "The sign-in has ended.", null, "Sign in again."),
  BLOCKED(
      SignInBlockedException::new,
      "Entra ID blocks the sign-in of this user; signing in again does not help.",
      null,
      "An administrator can find the reason in the sign-in log by the correlation id."),
  ACCOUNT_BLOCKED(
      InteractionRequiredException::new,
      "Entra ID blocks the sign-in of this account or device.",
      null,
      "Sign in with another account, or ask an administrator."),
  INBOUND_TOKEN(
      InboundTokenException::new,
      "Entra ID rejected the token that the web API received.",
      EXPOSED_API,
      "Respond with 401. Check that the token was issued for this web API, and check the clock."),
  CREDENTIAL(
      CredentialException::new,
      "Entra ID rejected the application's credential.",
      RegistrationStep.CREDENTIAL,
      "Check that the secret, certificate or federated credential is registered and not expired."),
  NO_CREDENTIAL(
      RegistrationException::new,
      "Entra ID requires a credential, but a desktop or command-line application has none.",
      PUBLIC_CLIENT,
      "Allow public client flows."),
  WRONG_RESOURCE(
      RegistrationException::new,
      "Entra ID rejected the scope for this application.",
      API_PERMISSION,
      "Add the permission and request the Digital Twins scope."),
  REGISTRATION(
      RegistrationException::new,
      "Entra ID rejected the application's request.",
      IDS,
      "Check Client ID and Tenant."),
  UNAVAILABLE(
      UnavailableException::new, "Entra ID is temporarily unavailable.", null, "Retry later."),
  UNEXPECTED(
      UnexpectedResponseException::new,
      "The response is not from Entra ID.",
      null,
      "Check whether a proxy or gateway responds instead, and check the authority host.");

  final Function<ErrorDetails, AdtException> exception;
  final String message;
  final Fix fix;

  TokenErrorKind(
      Function<ErrorDetails, AdtException> exception,
      String message,
      @Nullable RegistrationStep step,
      String remedy) {
    this.exception = exception;
    this.message = message;
    this.fix = new Fix(step, remedy);
  }
}
