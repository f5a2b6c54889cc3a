package io.github.adtauth.internal.registration;

import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import okhttp3.HttpUrl;

/**
 * Maps requests to the permissions that Microsoft documents for them. The same table is in
 * docs/app-registration.md.
 */
final class RequiredPermission {
  private RequiredPermission() {}

  /** Returns the fix for a request that was rejected with 403. */
  static Fix of(String method, HttpUrl url) {
    boolean reads = method.equals("GET");
    String path = url.encodedPath();
    if (path.contains("/roleAssignments")) {
      return reads
          ? instance("Reading the roles on the instance requires the role Reader on it.")
          : instance(
              "Assigning roles requires the role Owner, User Access Administrator or Role Based"
                  + " Access Control Administrator on the instance.");
    }
    if (path.contains("/digitalTwinsInstances/")) {
      return instance("Reading the instance requires the role Reader on it.");
    }
    if (path.endsWith("/me")) {
      return new Fix(null, "Reading the signed-in user requires a token with User.Read.");
    }
    if (path.endsWith("/organization")) {
      return new Fix(
          null,
          "Reading the tenant requires a token with User.Read, or with Organization.Read.All for"
              + " an application.");
    }
    if (path.contains("/oauth2PermissionGrants")) {
      return grants(reads);
    }
    if (reads) {
      return new Fix(
          null,
          "Reading applications and service principals requires a token with"
              + " Application.Read.All.");
    }
    if (path.endsWith("/servicePrincipals")) {
      return new Fix(
          RegistrationStep.NEW_REGISTRATION,
          "Creating a service principal requires a token with Application.ReadWrite.All (for an"
              + " application: Application.ReadWrite.OwnedBy). A user also needs the directory"
              + " role Application Developer, or Cloud Application Administrator if the"
              + " application is Microsoft's.");
    }
    return new Fix(
        null,
        "Registering applications requires the directory role Application Developer or Cloud"
            + " Application Administrator, and a token with Application.ReadWrite.All (for an"
            + " application: Application.ReadWrite.OwnedBy).");
  }

  private static Fix grants(boolean reads) {
    return new Fix(
        RegistrationStep.CONSENT,
        reads
            ? "Reading consents requires a token with Directory.Read.All or"
                + " DelegatedPermissionGrant.ReadWrite.All. A user also needs a directory role such"
                + " as Directory Readers or Application Developer."
            : "Consenting for the tenant requires a token with"
                + " DelegatedPermissionGrant.ReadWrite.All. A user also needs the directory role"
                + " Cloud Application Administrator.");
  }

  private static Fix instance(String remedy) {
    return new Fix(RegistrationStep.INSTANCE_ROLE, remedy);
  }
}
