package io.github.adtauth.testkit.entra;

/**
 * A user of a tenant. Immutable.
 *
 * @param oid the object ID
 * @param tid the ID of the user's home tenant
 * @param upn the user principal name
 * @param name the display name
 */
public record FakeUser(String oid, String tid, String upn, String name) {
  /** Returns the home account ID, as MSAL defines it. */
  public String homeAccountId() {
    return oid + "." + tid;
  }
}
