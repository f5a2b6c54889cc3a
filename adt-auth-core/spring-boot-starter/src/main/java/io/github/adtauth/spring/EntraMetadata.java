package io.github.adtauth.spring;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The issuers of a tenant and the address of its keys, from the OpenID configuration of Entra ID.
 * Immutable.
 *
 * @param issuers the issuers of tokens of version 1 and version 2
 * @param keys the address of the keys that sign them
 */
record EntraMetadata(List<String> issuers, URL keys) {
  private static final Pattern ISSUER =
      Pattern.compile("https://([a-z0-9.-]+)(?::\\d+)?/([0-9a-f-]{36})/v2\\.0");
  private static final Set<URI> KNOWN =
      Set.of(
          Cloud.PUBLIC.authorityHost(),
          Cloud.US_GOVERNMENT.authorityHost(),
          URI.create("https://login.partner.microsoftonline.cn"));
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final long MAX_BYTES = 256 << 10;

  /**
   * Requests the configuration of the tenant, which may be a domain name.
   *
   * @throws IOException if Entra ID does not respond, or not with such a configuration
   */
  static EntraMetadata request(DigitalTwinsConfig config, OkHttpClient http) throws IOException {
    String authority = config.cloud().authorityHost() + "/" + config.tenant() + "/v2.0";
    try {
      JsonObject metadata =
          JsonParser.parseString(get(http, authority + "/.well-known/openid-configuration"))
              .getAsJsonObject();
      String issuer = metadata.get("issuer").getAsString();
      Matcher matcher = ISSUER.matcher(issuer);
      if (!matcher.matches()) {
        throw new IOException("The OpenID configuration of the tenant has an unexpected issuer.");
      }
      URI keys = URI.create(metadata.get("jwks_uri").getAsString());
      if (!isTrusted(keys, config.cloud().authorityHost())) {
        throw new IOException("The OpenID configuration of the tenant has unexpected keys.");
      }
      return new EntraMetadata(
          List.of(issuer, version1Issuer(matcher.group(1), matcher.group(2))), keys.toURL());
    } catch (RuntimeException e) { // not JSON, or a member is missing or of another type
      throw new IOException("The OpenID configuration of the tenant is not valid.", e);
    }
  }

  /** The keys of a known cloud are on the host of its authority. */
  static boolean isTrusted(URI keys, URI authority) {
    return "https".equalsIgnoreCase(keys.getScheme())
        && (!KNOWN.contains(authority)
            || authority.getAuthority().equalsIgnoreCase(keys.getAuthority()));
  }

  /**
   * Derives a client without the interceptors, cookies, cache, authenticator and redirects of the
   * application's, and with short time-outs: web threads wait for it.
   */
  static OkHttpClient client(OkHttpClient http) {
    OkHttpClient.Builder builder =
        http.newBuilder()
            .cookieJar(CookieJar.NO_COOKIES)
            .cache(null)
            .authenticator(Authenticator.NONE)
            .followRedirects(false)
            .followSslRedirects(false)
            .callTimeout(TIMEOUT);
    builder.interceptors().clear();
    builder.networkInterceptors().clear();
    return builder.build();
  }

  /** Tokens of version 1 have another issuer, which differs in China only. */
  private static String version1Issuer(String host, String tenantId) {
    String sts = host.endsWith(".cn") ? "sts.chinacloudapi.cn" : "sts.windows.net";
    return "https://" + sts + "/" + tenantId + "/";
  }

  /** Returns the body of a successful response of limited length. */
  static String get(OkHttpClient http, String url) throws IOException {
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("Entra ID responded " + response.code() + ".");
      }
      return response.peekBody(MAX_BYTES).string();
    }
  }
}
