package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.RequestBodies;

/** The properties of applications: their default values and the types of the writable ones. */
final class ApplicationSchema {
  private static final String NEW_APPLICATION =
      """
      {"id": null, "deletedDateTime": null, "appId": null, "applicationTemplateId": null,
       "disabledByMicrosoftStatus": null, "createdDateTime": null, "displayName": null,
       "description": null, "groupMembershipClaims": null, "identifierUris": [],
       "isDeviceOnlyAuthSupported": null, "isFallbackPublicClient": null, "notes": null, "uniqueName": null,
       "publisherDomain": null, "serviceManagementReference": null,
       "signInAudience": "AzureADMyOrg", "tags": [], "tokenEncryptionKeyId": null, "addIns": [],
       "api": {"acceptMappedClaims": null, "knownClientApplications": [],
               "requestedAccessTokenVersion": null, "oauth2PermissionScopes": [],
               "preAuthorizedApplications": []},
       "appRoles": [], "info": {}, "keyCredentials": [], "optionalClaims": null,
       "parentalControlSettings": {}, "passwordCredentials": [],
       "publicClient": {"redirectUris": []}, "requiredResourceAccess": [],
       "verifiedPublisher": {},
       "web": {"homePageUrl": null, "logoutUrl": null, "redirectUris": [],
               "implicitGrantSettings": {"enableAccessTokenIssuance": false,
                                         "enableIdTokenIssuance": false}},
       "spa": {"redirectUris": []}}
      """;

  /** The types of the writable properties. */
  private static final String WRITABLE_PROPERTIES =
      """
      {"displayName": "string", "description": "string", "groupMembershipClaims": "string",
       "identifierUris": ["string"], "isDeviceOnlyAuthSupported": "boolean",
       "isFallbackPublicClient": "boolean", "notes": "string",
       "serviceManagementReference": "string", "signInAudience": "string", "tags": ["string"],
       "api": {"acceptMappedClaims": "boolean", "knownClientApplications": ["guid"],
               "requestedAccessTokenVersion": "number",
               "oauth2PermissionScopes": [
                 {"id": "guid", "value": "string", "type": "string", "isEnabled": "boolean",
                  "adminConsentDescription": "string", "adminConsentDisplayName": "string",
                  "userConsentDescription": "string", "userConsentDisplayName": "string",
                  "origin": "string"}],
               "preAuthorizedApplications": [
                 {"appId": "guid", "delegatedPermissionIds": ["guid"]}]},
       "appRoles": [
         {"id": "guid", "value": "string", "displayName": "string", "description": "string",
          "isEnabled": "boolean", "allowedMemberTypes": ["string"], "origin": "string"}],
       "info": "any", "optionalClaims": "any", "addIns": "any", "parentalControlSettings": "any",
       "keyCredentials": [
         {"keyId": "guid", "type": "string", "usage": "string", "key": "string",
          "displayName": "string", "startDateTime": "string", "endDateTime": "string",
          "customKeyIdentifier": "string"}],
       "passwordCredentials": [
         {"keyId": "guid", "displayName": "string", "startDateTime": "string",
          "endDateTime": "string", "hint": "string", "secretText": "string",
          "customKeyIdentifier": "string"}],
       "publicClient": {"redirectUris": ["string"]}, "spa": {"redirectUris": ["string"]},
       "web": {"homePageUrl": "string", "logoutUrl": "string", "redirectUris": ["string"],
               "redirectUriSettings": "any",
               "implicitGrantSettings": {"enableAccessTokenIssuance": "boolean",
                                         "enableIdTokenIssuance": "boolean"}},
       "requiredResourceAccess": [
         {"resourceAppId": "guid", "resourceAccess": [{"id": "guid", "type": "string"}]}]}
      """;

  private ApplicationSchema() {}

  static JsonObject newApplication() {
    return RequestBodies.readObject(NEW_APPLICATION);
  }

  static JsonObject writableProperties() {
    return RequestBodies.readObject(WRITABLE_PROPERTIES);
  }
}
