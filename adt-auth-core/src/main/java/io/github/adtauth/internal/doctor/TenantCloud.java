package io.github.adtauth.internal.doctor;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the cloud of a tenant. Entra ID in one cloud also returns metadata for tenants of
 * another cloud, and names that cloud in {@code cloud_instance_name}.
 */
final class TenantCloud {
  private static final Map<String, List<String>> AUTHORITIES =
      Map.of(
          "microsoftonline.com",
          List.of(
              "login.microsoftonline.com",
              "login.windows.net",
              "login.microsoft.com",
              "sts.windows.net"),
          "microsoftonline.us",
          List.of("login.microsoftonline.us", "login.usgovcloudapi.net"),
          "partner.microsoftonline.cn",
          List.of("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"));

  private TenantCloud() {}

  /**
   * Returns the host of Entra ID in the tenant's cloud; null if the tenant is in the configured
   * cloud.
   */
  static @Nullable String otherAuthority(URI authority, String cloudInstanceName) {
    List<String> hosts = AUTHORITIES.get(cloudInstanceName);
    boolean known =
        AUTHORITIES.values().stream().anyMatch(cloud -> cloud.contains(authority.getHost()));
    return hosts == null || !known || hosts.contains(authority.getHost()) ? null : hosts.get(0);
  }
}
