package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;

/** The user realm, by which clients find out how the users of a domain sign in. */
record UserRealm(Directory directory) {

  /** Returns the response of {@code /common/userrealm/} with {@code api-version=1.0}. */
  JsonObject versionOne(String userName) {
    JsonObject realm = new JsonObject();
    realm.addProperty("ver", "1.0");
    realm.addProperty("account_type", isKnown(userName) ? "Managed" : "Unknown");
    if (isKnown(userName)) {
      realm.addProperty("domain_name", domain(userName));
    }
    realm.addProperty("cloud_instance_name", "microsoftonline.com");
    realm.addProperty("cloud_audience_urn", "urn:federation:MicrosoftOnline");
    return realm;
  }

  /** Returns the response of {@code /GetUserRealm.srf} and of later API versions. */
  JsonObject versionTwo(String userName) {
    JsonObject realm = new JsonObject();
    realm.addProperty("NameSpaceType", isKnown(userName) ? "Managed" : "Unknown");
    realm.addProperty("Login", userName);
    if (isKnown(userName)) {
      realm.addProperty("DomainName", domain(userName));
      realm.addProperty("FederationBrandName", domain(userName));
    }
    realm.addProperty("CloudInstanceName", "microsoftonline.com");
    return realm;
  }

  private boolean isKnown(String userName) {
    return directory.hasTenant(domain(userName));
  }

  private static String domain(String userName) {
    return userName.substring(userName.indexOf('@') + 1);
  }
}
