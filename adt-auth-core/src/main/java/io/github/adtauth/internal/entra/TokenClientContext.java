package io.github.adtauth.internal.entra;

import io.github.adtauth.AdtException;
import io.github.adtauth.AuthListener;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.cache.AuthorityAliases;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenLog;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.oauth.ClaimsParameter;
import io.github.adtauth.internal.text.CorrelationIds;
import java.net.URI;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every way to sign in works with.
 *
 * @param authorityHost base URL of Entra ID
 * @param tenant the directory
 * @param clientId the application
 * @param http the login client
 * @param timing time, chance and waiting
 * @param serviceClock the time of the token service, which is learned from its responses
 * @param capability whether the client says {@code cp1}: it can answer claims challenges
 * @param listener is told of credentials
 * @param log the log of interactive sign-ins
 */
public record TokenClientContext(
    URI authorityHost,
    String tenant,
    String clientId,
    OkHttpClient http,
    Timing timing,
    ServiceClock serviceClock,
    boolean capability,
    AuthListener listener,
    TokenLog log) {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.adtauth.signin.SignIn");

  public URI authority() {
    return authorityHost.resolve("/" + tenant + "/");
  }

  URI tokenEndpoint() {
    return authority().resolve("oauth2/v2.0/token");
  }

  /** Returns what to call the token service in a sentence. */
  public String serviceName() {
    return NetworkErrors.tokenService(authorityHost);
  }

  /** Returns the authority for keys of caches and stores, which all its aliases share. */
  public URI keyAuthority() {
    return AuthorityAliases.canonical(authorityHost);
  }

  public TokenOwner owner(Principal principal) {
    return new TokenOwner(keyAuthority(), tenant, clientId, principal);
  }

  /** Returns the value of the {@code claims} parameter, or null for none. */
  public @Nullable String claims(@Nullable String demanded) {
    return ClaimsParameter.withCapability(demanded, capability);
  }

  /** Tells of a store that is down; the caller goes on without it. */
  public void storeFailed(String operation, Exception fault) {
    log.storeFailed(operation, fault);
    listener.storeFailed(operation, fault);
  }

  /** Logs which account signed in, so that a user notices an unexpected account. */
  public void signedIn(String label) {
    LOG.info("Signed in as {}.", label);
  }

  /** Logs an interactive sign-in that failed. */
  public void signInFailed(long startedAt, AdtException failure) {
    Duration took = Duration.ofNanos(timing.ticker().getAsLong() - startedAt);
    log.failed(owner(Principal.application(clientId)), took, failure);
  }

  /** Logs a request that the token service granted, with the correlation id. */
  public void logGranted(GrantType grant, long sentAt, MsalHttpClient.Answer answer) {
    if (LOG.isDebugEnabled()) {
      Headers headers = RequestSecretRedactor.of(answer.form()).headers(answer.okHeaders());
      String id = CorrelationIds.parse(headers.get("client-request-id"));
      if (id == null) {
        id = CorrelationIds.parse(headers.get("x-ms-request-id"));
      }
      LOG.debug(
          "{} granted {} in {} ms, correlation id {}.",
          authorityHost.getHost(),
          grant,
          millisSince(sentAt),
          id == null ? "none" : id);
    }
  }

  /** Logs a token request that failed or that the token service rejected. */
  public void logFailed(GrantType grant, long sentAt, AdtException failure) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} did not grant {} after {} ms: {}",
          authorityHost.getHost(),
          grant,
          millisSince(sentAt),
          failure.getMessage());
    }
  }

  private long millisSince(long sentAt) {
    return Duration.ofNanos(timing.ticker().getAsLong() - sentAt).toMillis();
  }

  public AdtException toException(GrantType grant, MsalHttpClient.Answer answer) {
    RequestSecretRedactor sent = RequestSecretRedactor.of(answer.form());
    Headers headers = sent.headers(answer.okHeaders());
    String body = sent.body(answer.body());
    return TokenErrorMapper.toException(grant, answer.status(), headers, body, timing.clock())
        .forApplication(authorityHost, tenant, clientId);
  }

  /**
   * Reads an answer that grants.
   *
   * @throws AdtException if it does not, whatever its status says
   */
  public TokenResponse parse(GrantType grant, MsalHttpClient.Answer answer) {
    if (answer.status() != 200 || TokenErrorResponse.parse(answer.body()) != null) {
      throw toException(grant, answer);
    }
    try {
      return TokenResponse.parse(answer.body(), timing.clock());
    } catch (IllegalArgumentException e) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("The token service granted something unreadable: " + e.getMessage() + ".")
              .status(answer.status())
              .correlationId(
                  RequestSecretRedactor.of(answer.form())
                      .headers(answer.okHeaders())
                      .get("client-request-id")));
    }
  }
}
