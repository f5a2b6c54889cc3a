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

/** What a refusal of the token service means: its type, our sentence and what to do by default. */
enum TokenErrorKind {
  INTERACTION(
      InteractionRequiredException::new,
      "Entra ID wants more of the user.",
      null,
      "Sign in again; a web API passes the demand on to its caller."),
  NO_USER(
      RegistrationException::new,
      "Entra ID demands of the application what only a user can give.",
      null,
      "An administrator can find the reason in the sign-in log by the correlation id."),
  CONSENT(
      ConsentRequiredException::new,
      "Nobody has consented to the application.",
      RegistrationStep.CONSENT,
      "Grant consent."),
  CONSENT_DECLINED(
      ConsentRequiredException::new,
      "The user declined consent.",
      RegistrationStep.CONSENT,
      "Sign in again, or grant admin consent."),
  DECLINED(InteractionRequiredException::new, "The sign-in was declined.", null, "Sign in again."),
  CODE_IS_OVER(
      InteractionRequiredException::new,
      "The code of this sign-in is over or was used already.",
      null,
      "Start the sign-in again."),
  SIGN_IN_ENDED(
      InteractionRequiredException::new, "The sign-in has ended.", null, "Sign in again."),
  BLOCKED(
      SignInBlockedException::new,
      "Entra ID does not let the user in, and signing in again does not change that.",
      null,
      "An administrator can find the reason in the sign-in log by the correlation id."),
  ACCOUNT_BLOCKED(
      InteractionRequiredException::new,
      "Entra ID does not let this account or device sign in.",
      null,
      "Sign in with another account, or ask an administrator."),
  INBOUND_TOKEN(
      InboundTokenException::new,
      "Entra ID does not accept the token that the web API received.",
      EXPOSED_API,
      "Answer 401; check that the token was issued for this web API and the clock."),
  CREDENTIAL(
      CredentialException::new,
      "Entra ID does not accept the application's credential.",
      RegistrationStep.CREDENTIAL,
      "Check that the secret, certificate or federated credential is registered and not expired."),
  NO_CREDENTIAL(
      RegistrationException::new,
      "Entra ID expects a credential, but a desktop or command-line application has none.",
      PUBLIC_CLIENT,
      "Allow public client flows."),
  WRONG_RESOURCE(
      RegistrationException::new,
      "Entra ID does not grant this scope to the application.",
      API_PERMISSION,
      "Add the permission and ask for the Digital Twins scope."),
  REGISTRATION(
      RegistrationException::new,
      "Entra ID refuses the application's request.",
      IDS,
      "Check Client ID and Tenant."),
  UNAVAILABLE(
      UnavailableException::new, "Entra ID is busy or out of order.", null, "Wait and try again."),
  UNEXPECTED(
      UnexpectedResponseException::new,
      "The answer is not one of Entra ID.",
      null,
      "Check whether a proxy or gateway answers in its place, and the authority host.");

  final Function<ErrorDetails, AdtException> exception;
  final String sentence;
  final Fix fix;

  TokenErrorKind(
      Function<ErrorDetails, AdtException> exception,
      String sentence,
      @Nullable RegistrationStep step,
      String remedy) {
    this.exception = exception;
    this.sentence = sentence;
    this.fix = new Fix(step, remedy);
  }
}
