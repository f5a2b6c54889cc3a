package io.github.adtauth.internal.entra;

import io.github.adtauth.internal.codes.CodeKind;
import io.github.adtauth.internal.codes.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Maps the kind of a code to the type of the exception. A kind decides only if the OAuth {@code
 * error} of such responses is known to be misleading. {@link CodeKind#BY_ERROR} leaves the decision
 * to {@code error}.
 */
final class CodeRefusals {
  private CodeRefusals() {}

  static Flow flow(Grant grant) {
    return switch (grant) {
      case CLIENT_CREDENTIALS -> Flow.SERVICE;
      case ON_BEHALF_OF -> Flow.ON_BEHALF_OF;
      case AUTHORIZATION_CODE -> Flow.BROWSER;
      case DEVICE_CODE -> Flow.DEVICE_CODE;
      case REFRESH_TOKEN -> Flow.REFRESH;
      case SESSION -> Flow.SESSION;
    };
  }

  /**
   * Returns the kind of rejection for a response with this code; null if its {@code error} decides.
   */
  static @Nullable Refusal of(Grant grant, CodeKind kind, String error) {
    boolean hasUser = grant != Grant.CLIENT_CREDENTIALS;
    return switch (kind) {
      case BY_ERROR -> null;
      case CONSENT -> Refusal.CONSENT;
      case CONSENT_DECLINED -> Refusal.CONSENT_DECLINED;
      case REGISTRATION ->
          TokenErrors.isWrongResource(error) ? Refusal.WRONG_RESOURCE : Refusal.REGISTRATION;
      case CREDENTIAL -> credential(grant);
      case INVALID_TOKEN -> invalidToken(grant);
      case INTERACTION -> hasUser ? Refusal.INTERACTION : Refusal.NO_USER;
      case BLOCKED -> blocked(grant);
      case SIGN_IN_ENDED -> signInEnded(grant, error);
      case THROTTLED, TRANSIENT -> Refusal.UNAVAILABLE;
    };
  }

  static Refusal credential(Grant grant) {
    return switch (grant) {
      case CLIENT_CREDENTIALS, ON_BEHALF_OF, SESSION -> Refusal.CREDENTIAL;
      case AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN -> Refusal.NO_CREDENTIAL;
    };
  }

  /** A public client sends no JWT, so such a code says nothing about its request. */
  private static @Nullable Refusal invalidToken(Grant grant) {
    return switch (grant) {
      case ON_BEHALF_OF -> Refusal.INBOUND_TOKEN;
      case CLIENT_CREDENTIALS, SESSION -> Refusal.CREDENTIAL;
      case AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN -> null;
    };
  }

  /** Only the client of a web API would sign in again in a loop; a user sees Entra ID's page. */
  private static Refusal blocked(Grant grant) {
    return switch (grant) {
      case ON_BEHALF_OF, SESSION -> Refusal.BLOCKED;
      case AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN -> Refusal.ACCOUNT_BLOCKED;
      case CLIENT_CREDENTIALS -> Refusal.NO_USER;
    };
  }

  private static @Nullable Refusal signInEnded(Grant grant, String error) {
    return switch (grant) {
      case REFRESH_TOKEN, SESSION -> Refusal.SIGN_IN_ENDED;
      case AUTHORIZATION_CODE, DEVICE_CODE -> Refusal.CODE_IS_OVER;
      case ON_BEHALF_OF -> error.equals("invalid_grant") ? null : Refusal.SIGN_IN_ENDED;
      case CLIENT_CREDENTIALS -> null;
    };
  }
}
