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
import io.github.adtauth.internal.credential.CredentialErrors;
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
 * The token endpoint (RFC 6749 3.2), asked through MSAL4J: one throw-away application for each
 * exchange, because its cache mixes up principals and never forgets. It writes the request; the
 * answer is read here. Runs on the calling thread. Thread-safe.
 */
@SuppressWarnings("deprecation")
public // extraQueryParameters: see claims(…)
final class TokenEndpoint {
  private final TokenClientContext context;

  public TokenEndpoint(TokenClientContext context) {
    Msal4jVersion.check();
    this.context = context;
  }

  public TokenResponse clientCredentials(ClientCredential credential, TokenRequest request) {
    ClientCredentialParameters parameters =
        ClientCredentialParameters.builder(request.scopes())
            .skipCache(true)
            .extraQueryParameters(claims(request))
            .build();
    return proving(
        credential,
        GrantType.CLIENT_CREDENTIALS,
        new Asking() {
          @Override
          public CompletableFuture<IAuthenticationResult> ask(
              ConfidentialClientApplication client) {
            return client.acquireToken(parameters);
          }
        });
  }

  /**
   * Exchanges a user's token.
   *
   * @param anchorMailbox routes the request to where the user is kept; null for unknown
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
    return proving(credential, GrantType.ON_BEHALF_OF, client -> client.acquireToken(parameters));
  }

  /** Asks with a refresh token that a public client was given. */
  public TokenResponse refresh(Secret refreshToken, TokenRequest request) {
    MsalHttpClient http = new MsalHttpClient(context, GrantType.REFRESH_TOKEN);
    RefreshTokenParameters parameters = refreshing(refreshToken, request);
    return finish(http, () -> publicClient(http).acquireToken(parameters));
  }

  /** Asks with a refresh token that this confidential client was given. */
  public TokenResponse refresh(
      ClientCredential credential, Secret refreshToken, TokenRequest request) {
    RefreshTokenParameters parameters = refreshing(refreshToken, request);
    return proving(credential, GrantType.SESSION, client -> client.acquireToken(parameters));
  }

  private RefreshTokenParameters refreshing(Secret refreshToken, TokenRequest request) {
    return RefreshTokenParameters.builder(request.scopes(), refreshToken.reveal())
        .extraQueryParameters(claims(request))
        .build();
  }

  /**
   * Parameters of MSAL4J for claims lose members that it does not know, or parse them once more.
   */
  private Map<String, String> claims(TokenRequest request) {
    String claims = context.claims(request.claims().orElse(null));
    return claims == null ? Map.of() : Map.of("claims", claims);
  }

  /** Redeems an authorization code; once, because a code is good for one request. */
  public TokenResponse redeem(String code, URI redirectUri, Pkce pkce, TokenRequest request) {
    MsalHttpClient http = new MsalHttpClient(context, GrantType.AUTHORIZATION_CODE);
    AuthorizationCodeParameters parameters =
        AuthorizationCodeParameters.builder(code, redirectUri)
            .scopes(request.scopes())
            .codeVerifier(pkce.verifier())
            .extraQueryParameters(claims(request))
            .build();
    return finish(http, () -> publicClient(http).acquireToken(parameters));
  }

  /** Returns where the browser is sent (RFC 6749 4.1.1); the answer comes by form_post. */
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
      // MSAL4J's own parameter loses the members it does not know.
      String claims = context.claims(request.token().claims().orElse(null));
      if (claims != null) {
        url.setQueryParameter("claims", claims);
      }
      return url.build().uri();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the authority was checked to be a URL", e);
    }
  }

  /** Asks with the credential; once more with a fresh proof, where the first is not accepted. */
  private TokenResponse proving(ClientCredential credential, GrantType grant, Asking asking) {
    ClientAuthentication first = proof(credential);
    try {
      return ask(first, grant, asking);
    } catch (CredentialException e) {
      if (!credential.reload()) {
        throw e;
      }
      return ask(proof(credential), grant, asking);
    }
  }

  private ClientAuthentication proof(ClientCredential credential) {
    try {
      return credential.proof(
          new ClientAuthenticationRequest(
              context.clientId(),
              context.tokenEndpoint(),
              context.timing().clock(),
              context.listener()));
    } catch (CredentialException e) {
      throw e.forApplication(context.authorityHost(), context.tenant(), context.clientId());
    } catch (IOException e) {
      throw CredentialErrors.unavailable(credential, e);
    }
  }

  private TokenResponse ask(ClientAuthentication proof, GrantType grant, Asking asking) {
    MsalHttpClient http = new MsalHttpClient(context, grant);
    IClientCredential theirs =
        proof.kind() == ClientAuthentication.Kind.CLIENT_SECRET
            ? ClientCredentialFactory.createFromSecret(proof.value().reveal())
            : ClientCredentialFactory.createFromClientAssertion(proof.value().reveal());
    return finish(
        http,
        new Exchange() {
          @Override
          public CompletableFuture<IAuthenticationResult> begin() throws MalformedURLException {
            return asking.ask(
                common(ConfidentialClientApplication.builder(context.clientId(), theirs), http)
                    .sendX5c(false)
                    .build());
          }
        });
  }

  private PublicClientApplication publicClient(MsalHttpClient http) throws MalformedURLException {
    return common(PublicClientApplication.builder(context.clientId()), http).build();
  }

  private <B extends AbstractClientApplicationBase.Builder<B>> B common(
      B builder, MsalHttpClient http) throws MalformedURLException {
    return builder
        .authority(context.authority().toString())
        .validateAuthority(false)
        .instanceDiscovery(false)
        .httpClient(http)
        .executorService(DirectExecutorService.INSTANCE)
        .disableInternalRetries();
  }

  private static TokenResponse finish(MsalHttpClient http, Exchange exchange) {
    Throwable fault = null;
    try {
      exchange.begin().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NetworkErrors.of(new InterruptedIOException("interrupted"), "the token service");
    } catch (ExecutionException | MalformedURLException | RuntimeException e) {
      if (e.getCause() instanceof Error error && !(error instanceof MsalHttpClient.AnswerRead)) {
        throw error; // MSAL4J's future has caught it
      }
      FatalErrors.throwIfCauseOf(e);
      fault = e;
    }
    AdtException failure = http.failure();
    if (failure != null) {
      throw failure;
    }
    TokenResponse granted = http.granted();
    if (granted == null) {
      // Without the cause: MSAL4J quotes what it was given.
      throw new UnexpectedResponseException(
          ErrorDetails.of(
              "No answer of the token service was read"
                  + (fault == null ? "." : ": " + innermost(fault) + ".")));
    }
    return granted;
  }

  private static String innermost(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  /** One question to a confidential client of MSAL4J. */
  @FunctionalInterface
  private interface Asking {
    CompletableFuture<IAuthenticationResult> ask(ConfidentialClientApplication client);
  }

  /** One call of MSAL4J. */
  @FunctionalInterface
  private interface Exchange {
    CompletableFuture<IAuthenticationResult> begin() throws MalformedURLException;
  }
}
