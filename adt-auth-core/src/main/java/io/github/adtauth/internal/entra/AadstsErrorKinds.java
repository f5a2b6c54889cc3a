package io.github.adtauth.internal.entra;

import io.github.adtauth.internal.codes.CodeKind;
import io.github.adtauth.internal.codes.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Maps the kind of an AADSTS code to the kind of error. The code decides only if the OAuth {@code
 * error} of such responses is known to be misleading; for {@link CodeKind#BY_ERROR}, {@code error}
 * decides. Stateless.
 */
final class AadstsErrorKinds {
  private AadstsErrorKinds() {}

  static Flow flow(GrantType grant) {
    return switch (grant) {
      case CLIENT_CREDENTIALS -> Flow.SERVICE;
      case ON_BEHALF_OF -> Flow.ON_BEHALF_OF;
      case AUTHORIZATION_CODE -> Flow.BROWSER;
      case DEVICE_CODE -> Flow.DEVICE_CODE;
      case REFRESH_TOKEN -> Flow.REFRESH;
      case SESSION -> Flow.SESSION;
    };
  }

  /** Returns the kind of error of a response with this code, or null if {@code error} decides. */
  static @Nullable TokenErrorKind of(GrantType grant, CodeKind kind, String error) {
    boolean hasUser = grant != GrantType.CLIENT_CREDENTIALS;
    return switch (kind) {
      case BY_ERROR -> null;
      case CONSENT -> TokenErrorKind.CONSENT;
      case CONSENT_DECLINED -> TokenErrorKind.CONSENT_DECLINED;
      case REGISTRATION ->
          TokenErrorMapper.isWrongResource(error)
              ? TokenErrorKind.WRONG_RESOURCE
              : TokenErrorKind.REGISTRATION;
      case CREDENTIAL -> credential(grant);
      case INVALID_TOKEN -> invalidToken(grant);
      case INTERACTION -> hasUser ? TokenErrorKind.INTERACTION : TokenErrorKind.NO_USER;
      case BLOCKED -> blocked(grant);
      case SIGN_IN_ENDED -> signInEnded(grant, error);
      case THROTTLED, TRANSIENT -> TokenErrorKind.UNAVAILABLE;
    };
  }

  static TokenErrorKind credential(GrantType grant) {
    return switch (grant) {
      case CLIENT_CREDENTIALS, ON_BEHALF_OF, SESSION -> TokenErrorKind.CREDENTIAL;
      case AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN -> TokenErrorKind.NO_CREDENTIAL;
    };
  }

  /** A public client does not send a JWT, so the code cannot refer to its request. */
  private static @Nullable TokenErrorKind invalidToken(GrantType grant) {
    return switch (grant) {
      case ON_BEHALF_OF -> TokenErrorKind.INBOUND_TOKEN;
      case CLIENT_CREDENTIALS, SESSION -> TokenErrorKind.CREDENTIAL;
      case AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN -> null;
    };
  }

  /** The client of a web API would sign in again in a loop. Entra ID shows other users a page. */
  private static TokenErrorKind blocked(GrantType grant) {
    return switch (grant) {
      case ON_BEHALF_OF, SESSION -> TokenErrorKind.BLOCKED;
      case AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN -> TokenErrorKind.ACCOUNT_BLOCKED;
      case CLIENT_CREDENTIALS -> TokenErrorKind.NO_USER;
    };
  }

  private static @Nullable TokenErrorKind signInEnded(GrantType grant, String error) {
    return switch (grant) {
      case REFRESH_TOKEN, SESSION -> TokenErrorKind.SIGN_IN_ENDED;
      case AUTHORIZATION_CODE, DEVICE_CODE -> TokenErrorKind.CODE_EXPIRED;
      case ON_BEHALF_OF -> error.equals("invalid_grant") ? null : TokenErrorKind.SIGN_IN_ENDED;
      case CLIENT_CREDENTIALS -> null;
    };
  }
}
