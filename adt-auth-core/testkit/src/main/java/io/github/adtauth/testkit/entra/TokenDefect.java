package io.github.adtauth.testkit.entra;

/** A defect of a token that a test presents to an API. */
public enum TokenDefect {
  /** The token has expired. */
  EXPIRED,
  /** The token is not valid yet. */
  NOT_YET_VALID,
  /** The token is signed with a key that Entra ID has not published. */
  BAD_SIGNATURE,
  /** The token was issued for Microsoft Graph. */
  OTHER_AUDIENCE,
  /** The token was issued by another tenant. */
  OTHER_TENANT
}
