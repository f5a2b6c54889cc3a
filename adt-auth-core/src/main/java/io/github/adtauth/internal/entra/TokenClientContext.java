package io.github.adtauth.internal.entra;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.authority.EntraHosts;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenLog;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.oauth.ClaimsParameter;
import java.net.URI;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The application, its tenant and the services that every token request uses. Immutable and
 * thread-safe.
 *
 * @param authorityHost the base URL of Entra ID
 * @param tenant the tenant ID or domain
 * @param clientId the client ID of the application
 * @param http the HTTP client for token requests
 * @param timing the clock, random source and sleeper
 * @param serviceClock the time of the token service, derived from its responses
 * @param claimsChallenges whether requests advertise the {@code cp1} client capability
 * @param listener the listener for token and credential events
 * @param log the log of token events
 */
public record TokenClientContext(
    URI authorityHost,
    String tenant,
    String clientId,
    OkHttpClient http,
    Timing timing,
    ServiceClock serviceClock,
    boolean claimsChallenges,
    AuthListener listener,
    TokenLog log) {
  /** Returns the authority of the tenant. */
  public URI authority() {
    return authorityHost.resolve("/" + tenant + "/");
  }

  URI tokenEndpoint() {
    return authority().resolve("oauth2/v2.0/token");
  }

  /** Returns the name of the token service for messages. */
  public String serviceName() {
    return NetworkErrors.tokenService(authorityHost);
  }

  /** Returns the authority for cache and store keys; it is the same for all aliases of a cloud. */
  public URI keyAuthority() {
    return EntraHosts.canonical(authorityHost);
  }

  /** Returns the cache owner for a principal of this application. */
  public TokenOwner owner(Principal principal) {
    return new TokenOwner(keyAuthority(), tenant, clientId, principal);
  }

  /** Returns the value of the {@code claims} parameter, or null for none. */
  public @Nullable String claims(@Nullable String requiredClaims) {
    return ClaimsParameter.withCapability(requiredClaims, claimsChallenges);
  }
}
