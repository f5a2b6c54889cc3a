package io.github.adtauth.testkit;

/**
 * One user of a directory. Immutable.
 *
 * @param oid the object id
 * @param tid the id of the tenant the user lives in
 * @param upn the user principal name
 * @param name the display name
 */
public record FakeUser(String oid, String tid, String upn, String name) {
  /** Returns the account id that MSAL calls the home account. */
  public String homeAccountId() {
    return oid + "." + tid;
  }
}
