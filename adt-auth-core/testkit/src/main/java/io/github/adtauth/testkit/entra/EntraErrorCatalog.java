package io.github.adtauth.testkit.entra;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Errors of the real Entra ID that the fake does not produce by its own rules: code, OAuth error,
 * suberror and text.
 */
final class EntraErrorCatalog {
  private static final String LIST =
      """
      9002326|invalid_request||Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: 'https://app.example'.
      9002327|invalid_request||Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.
      90023|invalid_request||Cross-origin requests are not allowed for this redirect URI.
      7000218|invalid_client||The request body must contain the following parameter: 'client_assertion' or 'client_secret'.
      7000229|invalid_client||The client application is missing service principal in the tenant. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119
      7000112|unauthorized_client||Application is disabled.
      1000031|invalid_grant||Application cannot be accessed at this time. Contact your administrator.
      500014|invalid_resource||The service principal for resource 'https://digitaltwins.azure.net' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.
      50196|invalid_grant||The server terminated an operation because it encountered a client request loop. Please contact your app vendor.
      50027|invalid_request||JWT token is invalid or malformed.
      5002727|invalid_request||Invalid JWT header type specified, must be 'JWT' or 'http://openid.net/specs/jwt/1.0'.
      50105|invalid_grant||Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{EmailHidden}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.
      7002137|invalid_client||No matching federated identity record found for presented assertion issuer.
      7002138|invalid_client||No matching federated identity record found for presented assertion subject. The subject matches with case-insensitive comparison, but not with case-sensitive comparison.
      700222|invalid_client||AAD-issued tokens may not be used for federated identity flows.
      700236|invalid_client||Entra ID tokens issued by issuer may not be used for federated identity credential flows for applications or managed identities registered in this tenant.
      90072|interaction_required||User account '{EmailHidden}' from identity provider does not exist in tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.
      500208|invalid_request||The domain is not a valid login domain for the account type.
      50126|invalid_grant||Error validating credentials due to invalid username or password.
      50053|invalid_grant||The account is locked, you've tried to sign in too many times with an incorrect user ID or password.
      50055|invalid_grant|user_password_expired|The password is expired.
      50057|invalid_grant||The user account is disabled.
      50097|interaction_required|basic_action|Device authentication is required.
      50129|invalid_grant||Device is not workplace joined. Workplace join is required to register the device.
      50158|interaction_required|basic_action|External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.
      53000|interaction_required|message_only|Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant.
      53001|interaction_required|message_only|Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device.
      53002|interaction_required|message_only|The app used is not an approved app for Conditional Access.
      53003|interaction_required|message_only|Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.
      53004|interaction_required||User needs to complete the multi-factor authentication registration process before accessing this content.
      53010|interaction_required||Cannot configure multi-factor authentication methods because the organization requires this information to be set from specific locations or devices.
      53011|interaction_required||User blocked due to risk on home tenant.
      530003|interaction_required|message_only|Your device is required to be managed to access this resource.
      530036|invalid_grant||Access has been blocked by Conditional Access policies. The access policy does not allow token issuance for the device code flow.
      530084|interaction_required|message_only|Access has been blocked by conditional access token protection policy configured by this organization.
      50132|invalid_grant||The session is not valid due to password expiration or recent password change.
      50133|invalid_grant||The session is not valid due to password expiration or recent password change.
      50089|invalid_grant||Authentication failed due to flow token expired.
      700084|invalid_grant||The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.
      500212|invalid_grant||The user's administrator has set an outbound access policy that does not allow access to the resource tenant.
      90038|invalid_request||Specified tenant belongs to National Cloud. Current cloud instance does not federate with it.
      900382|invalid_request||Confidential Client is not supported in Cross Cloud request.
      90090|invalid_grant||The service is temporarily unavailable.
      50087|interaction_required||A transient error has occurred during strong authentication. Please try again.
      99887766|invalid_request||An undocumented error.
      """;

  private static final Map<Integer, String[]> BY_CODE = new LinkedHashMap<>();

  static {
    LIST.lines()
        .map(line -> line.split("\\|", 4))
        .forEach(fields -> BY_CODE.put(Integer.parseInt(fields[0]), fields));
  }

  private EntraErrorCatalog() {}

  static EntraErrorException of(int code) {
    String[] fields = BY_CODE.get(code);
    if (fields == null) {
      throw new IllegalArgumentException(
          "unknown error code: " + code + ", not in " + Arrays.toString(codes()));
    }
    EntraErrorException error = new EntraErrorException(fields[1], code, fields[3]);
    return fields[2].isEmpty() ? error : error.suberror(fields[2]);
  }

  static int[] codes() {
    return BY_CODE.keySet().stream().mapToInt(Integer::intValue).toArray();
  }
}
