package io.github.adtauth.internal.doctor;

import static io.github.adtauth.doctor.Check.CLIENT;
import static io.github.adtauth.doctor.Check.CONSENT;
import static io.github.adtauth.doctor.Check.CREDENTIAL;
import static io.github.adtauth.doctor.Check.CREDENTIAL_AVAILABLE;
import static io.github.adtauth.doctor.Check.ENTRA_NAME;
import static io.github.adtauth.doctor.Check.INBOUND_TOKEN;
import static io.github.adtauth.doctor.Check.PERMISSION;
import static io.github.adtauth.doctor.Check.PUBLIC_CLIENT;
import static io.github.adtauth.doctor.Check.REDIRECT_URI;

import io.github.adtauth.doctor.Check;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The kind of a sign-in method, which decides which parts of the registration are checked. */
public enum SignInKind {
  /** A service that signs in as itself. */
  SERVICE(CREDENTIAL_AVAILABLE, CREDENTIAL),
  /** A web API on behalf of a user. */
  WEB_API(CREDENTIAL_AVAILABLE, CREDENTIAL, INBOUND_TOKEN, PERMISSION, CONSENT),
  /** A web API without a user's token. */
  WEB_API_WITHOUT_USER(CREDENTIAL_AVAILABLE, CREDENTIAL, INBOUND_TOKEN, PERMISSION, CONSENT),
  /** A user in the browser. */
  BROWSER(REDIRECT_URI, PUBLIC_CLIENT, PERMISSION, CONSENT),
  /** A user with a device code. */
  DEVICE_CODE(PUBLIC_CLIENT, PERMISSION, CONSENT),
  /** A token provider. The registration is not checked. */
  TOKEN_PROVIDER;

  private static final Set<Check> REGISTRATION_CHECKS = EnumSet.range(ENTRA_NAME, CONSENT);
  private static final Set<Check> ENTRA_CHECKS = EnumSet.range(ENTRA_NAME, CLIENT);

  private final Set<Check> specificChecks = EnumSet.noneOf(Check.class);

  SignInKind(Check... checks) {
    specificChecks.addAll(List.of(checks));
  }

  /** Returns whether a check applies to this kind. */
  boolean includes(Check check) {
    return !REGISTRATION_CHECKS.contains(check)
        || specificChecks.contains(check)
        || (this != TOKEN_PROVIDER && ENTRA_CHECKS.contains(check));
  }
}
