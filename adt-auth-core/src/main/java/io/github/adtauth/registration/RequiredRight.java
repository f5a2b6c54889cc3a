package io.github.adtauth.registration;

import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import okhttp3.HttpUrl;

/**
 * The right that a request takes, as Microsoft publishes it for each request. The same table is in
 * docs/registration.md.
 */
final class RequiredRight {
  private RequiredRight() {}

  /** Returns what to do about a request that was rejected for want of a right. */
  static Fix of(String method, HttpUrl url) {
    boolean reads = method.equals("GET");
    String path = url.encodedPath();
    if (path.contains("/roleAssignments")) {
      return reads
          ? instance("To read who has a role on the instance takes the role Reader on it.")
          : instance(
              "To assign roles takes the role Owner, User Access Administrator or Role Based Access"
                  + " Control Administrator on the instance.");
    }
    if (path.contains("/digitalTwinsInstances/")) {
      return instance("To read the instance takes the role Reader on it.");
    }
    if (path.endsWith("/me")) {
      return new Fix(null, "To read who is signed in takes a token with User.Read.");
    }
    if (path.endsWith("/organization")) {
      return new Fix(
          null,
          "To read the tenant takes a token with User.Read, of an application one with"
              + " Organization.Read.All.");
    }
    if (path.contains("/oauth2PermissionGrants")) {
      return grants(reads);
    }
    if (reads) {
      return new Fix(
          null,
          "To read applications and service principals takes a token with Application.Read.All.");
    }
    if (path.endsWith("/servicePrincipals")) {
      return new Fix(
          RegistrationStep.NEW_REGISTRATION,
          "To create a service principal takes a token with Application.ReadWrite.All (of an"
              + " application Application.ReadWrite.OwnedBy), and of a user the directory role"
              + " Application Developer, or Cloud Application Administrator for one of Microsoft's.");
    }
    return new Fix(
        null,
        "To register applications takes the directory role Application Developer or Cloud"
            + " Application Administrator, and a token with Application.ReadWrite.All (of an"
            + " application Application.ReadWrite.OwnedBy).");
  }

  private static Fix grants(boolean reads) {
    return new Fix(
        RegistrationStep.CONSENT,
        reads
            ? "To read consents takes a token with Directory.Read.All or"
                + " DelegatedPermissionGrant.ReadWrite.All, and of a user a directory role such as"
                + " Directory Readers or Application Developer."
            : "To consent for the tenant takes a token with DelegatedPermissionGrant.ReadWrite.All,"
                + " and of a user the directory role Cloud Application Administrator.");
  }

  private static Fix instance(String remedy) {
    return new Fix(RegistrationStep.INSTANCE_ROLE, remedy);
  }
}
