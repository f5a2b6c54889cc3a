package io.github.adtauth.testkit.entra;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The settings of the main tenant: service principals and who may consent. Thread-safe. */
final class TenantSettings {
  private final Set<String> missingPrincipals = new HashSet<>();
  private final Set<String> administrators = new HashSet<>();
  private boolean userConsentBlocked;

  /** Returns whether an application of Microsoft or the tenant has a service principal. */
  synchronized boolean hasServicePrincipal(String appId) {
    return !missingPrincipals.contains(appId.toLowerCase(Locale.ROOT));
  }

  synchronized void setServicePrincipal(String appId, boolean present) {
    if (present) {
      missingPrincipals.remove(appId.toLowerCase(Locale.ROOT));
    } else {
      missingPrincipals.add(appId.toLowerCase(Locale.ROOT));
    }
  }

  /** Rejects consent to an API without a service principal in the tenant. */
  void requireServicePrincipal(Resource resource, FakeTenant tenant) {
    if (!hasServicePrincipal(resource.appId())) {
      throw new EntraErrorException(
          "invalid_resource",
          650052,
          "The app is trying to access a service '"
              + resource.appId()
              + "'("
              + resource.displayName()
              + ") that your organization '"
              + tenant.id()
              + "' lacks a service principal for. Contact your IT Admin to review the configuration"
              + " of your service subscriptions or consent to the application in order to create"
              + " the required service principal.");
    }
  }

  synchronized void blockUserConsent(boolean blocked) {
    userConsentBlocked = blocked;
  }

  synchronized void setAdministrator(String oid, boolean isAdministrator) {
    if (isAdministrator) {
      administrators.add(oid);
    } else {
      administrators.remove(oid);
    }
  }

  synchronized boolean isAdministrator(FakeUser user) {
    return administrators.contains(user.oid());
  }

  synchronized boolean mayConsent(FakeUser user) {
    return !userConsentBlocked || isAdministrator(user);
  }

  /** Throws if the tenant does not allow a user to consent. */
  void requireConsentAllowed(FakeUser user) {
    if (!mayConsent(user)) {
      throw new EntraErrorException(
          "consent_required", 90094, "The grant requires admin permission.");
    }
  }
}
