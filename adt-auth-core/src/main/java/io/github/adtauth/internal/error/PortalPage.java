package io.github.adtauth.internal.error;

import io.github.adtauth.Cloud;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The portal pages of an app registration. */
public final class PortalPage {
  private PortalPage() {}

  /**
   * Returns a fix with a link to the application's page for its step, or the given fix if there is
   * no such page.
   */
  public static Fix addTo(Fix fix, URI authorityHost, String tenant, String clientId) {
    RegistrationStep step = fix.step();
    String page = step == null ? null : url(step, authorityHost, tenant, clientId);
    return page == null ? fix : new Fix(step, fix.remedy(), page);
  }

  private static @Nullable String url(
      RegistrationStep step, URI authorityHost, String tenant, String clientId) {
    return switch (step) {
      case NEW_REGISTRATION, INSTANCE_ROLE -> null;
      case CONSENT -> authorityHost + "/" + tenant + "/adminconsent?client_id=" + clientId;
      case IDS -> page(authorityHost, "Overview", clientId);
      case REDIRECT_URI, PUBLIC_CLIENT -> page(authorityHost, "Authentication", clientId);
      case API_PERMISSION -> page(authorityHost, "CallAnAPI", clientId);
      case CREDENTIAL -> page(authorityHost, "Credentials", clientId);
      case EXPOSED_API -> page(authorityHost, "ProtectAnAPI", clientId);
    };
  }

  private static @Nullable String page(URI authorityHost, String menu, String clientId) {
    String host = authorityHost.getHost();
    String portal =
        host.equals(Cloud.PUBLIC.authorityHost().getHost())
            ? "https://portal.azure.com"
            : host.equals(Cloud.US_GOVERNMENT.authorityHost().getHost())
                ? "https://portal.azure.us"
                : null;
    return portal == null
        ? null
        : portal
            + "/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/"
            + menu
            + "/appId/"
            + clientId;
  }
}
