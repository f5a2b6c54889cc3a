package io.github.adtauth.testkit;

/** What can be wrong with a token that a caller presents. */
public enum TokenDefect {
  /** Its lifetime is over. */
  EXPIRED,
  /** Its lifetime has not begun. */
  NOT_YET_VALID,
  /** It is signed with a key that Entra does not know. */
  BAD_SIGNATURE,
  /** It was issued for Microsoft Graph. */
  OTHER_AUDIENCE,
  /** It was issued by another tenant. */
  OTHER_TENANT
}
