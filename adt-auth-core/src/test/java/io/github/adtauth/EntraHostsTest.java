package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.internal.authority.EntraHosts;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the aliases of a cloud share cache keys. */
class EntraHostsTest {
  private static URI canonical(String authority) {
    return EntraHosts.canonical(SettingParser.authorityHost(authority));
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.windows.net, login.microsoftonline.com",
    "https://LOGIN.WINDOWS.NET/, login.microsoftonline.com",
    "https://login.windows.net:443, login.microsoftonline.com",
    "https://login.microsoftonline.com:443, login.microsoftonline.com",
    "https://login.microsoft.com, login.microsoftonline.com",
    "https://sts.windows.net, login.microsoftonline.com",
    "https://westeurope.login.microsoft.com, login.microsoftonline.com",
    "https://westeurope.r.login.microsoftonline.com, login.microsoftonline.com",
    "https://login.usgovcloudapi.net, login.microsoftonline.us",
    "https://usgovvirginia.login.microsoftonline.us, login.microsoftonline.us",
    "https://usgovarizona.login.usgovcloudapi.net, login.microsoftonline.us",
    "https://login-us.microsoftonline.com, login.microsoftonline.us",
    "https://login.chinacloudapi.cn, login.partner.microsoftonline.cn",
    "https://chinaeast2.login.chinacloudapi.cn, login.partner.microsoftonline.cn",
    "https://chinanorth3.login.partner.microsoftonline.cn, login.partner.microsoftonline.cn",
    "https://region.login.sovcloud-identity.fr, login.sovcloud-identity.fr",
  })
  void alias_hasCacheKeyOfItsCloud(String alias, String host) {
    URI canonical = canonical(alias);
    // The same object: each user's cache key refers to it.
    assertThat(canonical).isSameAs(canonical("https://" + host)).hasHost(host).hasNoPort();
    assertThat(EntraHosts.isKnown(canonical)).isTrue();
    assertThat(EntraHosts.isKnown(SettingParser.authorityHost(alias))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.windows.net:8443",
        "https://login.windows.net.evil.example",
        "https://evil.example.login.microsoft.com",
        "https://idp.example:443",
      })
  void otherAuthority_hasDifferentCacheKey(String authority) {
    assertThat(canonical(authority)).isEqualTo(SettingParser.authorityHost(authority));
  }

  @Test
  void clouds_haveDifferentCacheKeys() {
    for (Cloud cloud : new Cloud[] {Cloud.PUBLIC, Cloud.US_GOVERNMENT}) {
      assertThat(EntraHosts.canonical(cloud.authorityHost())).isEqualTo(cloud.authorityHost());
    }
  }
}
