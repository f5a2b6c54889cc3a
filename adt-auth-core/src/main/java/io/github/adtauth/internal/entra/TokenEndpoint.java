package io.github.adtauth.internal.entra;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.AuthorizationRequestUrlParameters;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Secret;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.credential.ClientAuthentication;
import io.github.adtauth.internal.credential.ClientAuthenticationRequest;
import io.github.adtauth.internal.credential.ClientAuthenticator;
import io.github.adtauth.internal.credential.CredentialErrors;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the token endpoint (RFC 6749 3.2). Blocking calls run on the calling thread.
 * Thread-safe.
 *
 * <p>MSAL4J writes the request, and {@link MsalHttpClient} sends it and parses the response. Each
 * request uses an MSAL4J application of its own, because MSAL4J's token cache mixes up principals
 * and never evicts.
 */
@SuppressWarnings("deprecation") // extraQueryParameters: see claims(…)
public final class TokenEndpoint {
  private final TokenClientContext context;

  /**
   * Creates a client of the token endpoint.
   *
   * @throws IllegalStateException if the version of MSAL4J is too old
   */
  public TokenEndpoint(TokenClientContext context) {
    Msal4jVersion.check();
    this.context = context;
  }

  /** Requests a token for the application itself (RFC 6749 4.4). */
  public TokenResponse clientCredentials(ClientCredential credential, TokenRequest request) {
    ClientCredentialParameters parameters =
        ClientCredentialParameters.builder(request.scopes())
            .skipCache(true)
            .extraQueryParameters(claims(request))
            .build();
    return withClientAuthentication(
        credential, GrantType.CLIENT_CREDENTIALS, client -> client.acquireToken(parameters));
  }

  /**
   * Exchanges a user's inbound token (RFC 7523 2.1).
   *
   * @param anchorMailbox routes the request to the region of the user; null if unknown
   */
  public TokenResponse onBehalfOf(
      ClientCredential credential,
      Secret assertion,
      @Nullable String anchorMailbox,
      TokenRequest request) {
    OnBehalfOfParameters parameters =
        OnBehalfOfParameters.builder(request.scopes(), new UserAssertion(assertion.reveal()))
            .skipCache(true)
            .extraHttpHeaders(
                anchorMailbox == null ? Map.of() : Map.of("X-AnchorMailbox", anchorMailbox))
            .extraQueryParameters(claims(request))
            .build();
    return withClientAuthentication(
        credential, GrantType.ON_BEHALF_OF, client -> client.acquireToken(parameters));
  }

  /** Redeems a refresh token of a public client (RFC 6749 6). */
  public TokenResponse refresh(Secret refreshToken, TokenRequest request) {
    MsalHttpClient http = new MsalHttpClient(context, GrantType.REFRESH_TOKEN);
    RefreshTokenParameters parameters = refreshTokenParameters(refreshToken, request);
    return execute(http, () -> publicClient(http).acquireToken(parameters));
  }

  /** Redeems a refresh token of this confidential client (RFC 6749 6). */
  public TokenResponse refresh(
      ClientCredential credential, Secret refreshToken, TokenRequest request) {
    RefreshTokenParameters parameters = refreshTokenParameters(refreshToken, request);
    return withClientAuthentication(
        credential, GrantType.SESSION, client -> client.acquireToken(parameters));
  }

  private RefreshTokenParameters refreshTokenParameters(Secret refreshToken, TokenRequest request) {
    return RefreshTokenParameters.builder(request.scopes(), refreshToken.reveal())
        .extraQueryParameters(claims(request))
        .build();
  }

  /** Redeems an authorization code. It is not retried, because a code can be redeemed only once. */
  public TokenResponse redeem(String code, URI redirectUri, Pkce pkce, TokenRequest request) {
    MsalHttpClient http = new MsalHttpClient(context, GrantType.AUTHORIZATION_CODE);
    AuthorizationCodeParameters parameters =
        AuthorizationCodeParameters.builder(code, redirectUri)
            .scopes(request.scopes())
            .codeVerifier(pkce.verifier())
            .extraQueryParameters(claims(request))
            .build();
    return execute(http, () -> publicClient(http).acquireToken(parameters));
  }

  /**
   * Returns the authorization URL for the browser (RFC 6749 4.1.1). The response is sent to the
   * redirect URI with {@code form_post}.
   */
  public URI authorizationUrl(URI redirectUri, String state, Pkce pkce, SignInRequest request) {
    AuthorizationRequestUrlParameters parameters =
        AuthorizationRequestUrlParameters.builder(redirectUri.toString(), request.token().scopes())
            .state(state)
            .codeChallenge(pkce.challenge())
            .codeChallengeMethod("S256")
            .build();
    try {
      MsalHttpClient unused = new MsalHttpClient(context, GrantType.AUTHORIZATION_CODE);
      HttpUrl.Builder url =
          HttpUrl.get(publicClient(unused).getAuthorizationRequestUrl(parameters)).newBuilder();
      if (request.consent()) {
        url.setQueryParameter("prompt", "consent");
      }
      if (request.loginHint() != null) {
        url.setQueryParameter("login_hint", request.loginHint());
      }
      if (request.domainHint() != null) {
        url.setQueryParameter("domain_hint", request.domainHint());
      }
      // MSAL4J's own claims parameter drops the members that it does not know.
      String claims = context.claims(request.token().claims().orElse(null));
      if (claims != null) {
        url.setQueryParameter("claims", claims);
      }
      return url.build().uri();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("invalid authority URL: " + context.authority(), e);
    }
  }

  /**
   * Returns the claims parameter as a raw form parameter, because MSAL4J's own claims parameters
   * drop unknown members or parse the JSON again.
   */
  private Map<String, String> claims(TokenRequest request) {
    String claims = context.claims(request.claims().orElse(null));
    return claims == null ? Map.of() : Map.of("claims", claims);
  }

  /** Sends a request of a confidential client, and retries once with a reloaded credential. */
  private TokenResponse withClientAuthentication(
      ClientCredential credential, GrantType grant, MsalRequest request) {
    ClientAuthentication authentication = authenticate(credential);
    try {
      return send(authentication, grant, request);
    } catch (CredentialException e) {
      if (!ClientAuthenticator.reload(credential)) {
        throw e;
      }
      return send(authenticate(credential), grant, request);
    }
  }

  private ClientAuthentication authenticate(ClientCredential credential) {
    try {
      return ClientAuthenticator.authenticate(
          credential,
          new ClientAuthenticationRequest(
              context.clientId(),
              context.tokenEndpoint(),
              context.timing().clock(),
              context.listener()));
    } catch (CredentialException e) {
      throw ErrorInternals.instance()
          .forApplication(e, context.authorityHost(), context.tenant(), context.clientId());
    } catch (IOException e) {
      throw CredentialErrors.unavailable(credential, e);
    }
  }

  private TokenResponse send(
      ClientAuthentication authentication, GrantType grant, MsalRequest request) {
    MsalHttpClient http = new MsalHttpClient(context, grant);
    IClientCredential msalCredential =
        authentication.kind() == ClientAuthentication.Kind.CLIENT_SECRET
            ? ClientCredentialFactory.createFromSecret(authentication.value().reveal())
            : ClientCredentialFactory.createFromClientAssertion(authentication.value().reveal());
    return execute(http, () -> request.send(confidentialClient(msalCredential, http)));
  }

  private ConfidentialClientApplication confidentialClient(
      IClientCredential credential, MsalHttpClient http) throws MalformedURLException {
    return configure(ConfidentialClientApplication.builder(context.clientId(), credential), http)
        .sendX5c(false)
        .build();
  }

  private PublicClientApplication publicClient(MsalHttpClient http) throws MalformedURLException {
    return configure(PublicClientApplication.builder(context.clientId()), http).build();
  }

  private <B extends AbstractClientApplicationBase.Builder<B>> B configure(
      B builder, MsalHttpClient http) throws MalformedURLException {
    return builder
        .authority(context.authority().toString())
        .validateAuthority(false)
        .instanceDiscovery(false)
        .httpClient(http)
        .executorService(DirectExecutorService.INSTANCE)
        .disableInternalRetries();
  }

  private static TokenResponse execute(MsalHttpClient http, MsalCall call) {
    Throwable msalFailure = null;
    try {
      call.start().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NetworkErrors.of(new InterruptedIOException("interrupted"), "the token service");
    } catch (ExecutionException | MalformedURLException | RuntimeException e) {
      if (e.getCause() instanceof Error error
          && !(error instanceof MsalHttpClient.ResponseCaptured)) {
        throw error; // caught by MSAL4J's future
      }
      FatalErrors.throwIfCauseOf(e);
      msalFailure = e;
    }
    AdtException failure = http.failure();
    if (failure != null) {
      throw failure;
    }
    TokenResponse response = http.tokenResponse();
    if (response == null) {
      // The cause is omitted, because MSAL4J's messages quote the request.
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "The token request was not sent"
                  + (msalFailure == null ? "." : ": " + rootCause(msalFailure) + ".")));
    }
    return response;
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  /** A token request of an MSAL4J confidential client. */
  @FunctionalInterface
  private interface MsalRequest {
    CompletableFuture<IAuthenticationResult> send(ConfidentialClientApplication client);
  }

  /** Starts a token request of MSAL4J. */
  @FunctionalInterface
  private interface MsalCall {
    CompletableFuture<IAuthenticationResult> start() throws MalformedURLException;
  }
}
