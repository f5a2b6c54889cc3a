package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.ProviderErrors;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.internal.cache.TokenLog;
import io.github.adtauth.internal.text.CorrelationIds;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.text.SecretSink;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * The token that went out with a request, and where a better one comes from. It travels through
 * OkHttp's chain as the call's authenticator, which takes the place of one that a derived client
 * has: {@link AuthorizationInterceptor} finds it there, and no code of the user can read it; in
 * another call, of this client or another, it is rejected. A challenge is not its business, but
 * {@link ChallengeHandler}'s.
 */
record BearerToken(Call call, TokenProvider provider, TokenRequest asked, AccessToken token)
    implements Authenticator {

  /**
   * Asks for a token within the call, of the principal of the call's operation, and makes every
   * failure one that OkHttp can carry.
   */
  static BearerToken acquire(Call call, TokenProvider provider, TokenRequest request, TokenLog log)
      throws IOException {
    try {
      AccessToken token = acquire(call, provider, OperationPrincipal.bind(call, request));
      if (!OperationPrincipal.accepts(call, token)) {
        // Another call of the operation was first: from now on the operation has a principal.
        token = acquire(call, provider, OperationPrincipal.bind(call, request));
        if (!OperationPrincipal.accepts(call, token)) {
          throw new UnexpectedResponseException(
              ErrorDetails.of(
                  "The token provider changed its principal during an operation: the call was not"
                      + " sent as another principal."));
        }
      }
      SecretSink sent = call.request().tag(SecretSink.class);
      if (sent != null) {
        sent.add(
            token.authorizationHeader()); // a reader of the response hides it without knowing it
      }
      return new BearerToken(call, provider, request, token);
    } catch (CredentialUnavailableException e) {
      // Only here is it known that no other provider of a chain has succeeded.
      warn(log, call, e);
      throw new AuthenticatedCallException(e);
    } catch (AdtException e) {
      throw new AuthenticatedCallException(e);
    } catch (IOException e) {
      if (call.isCanceled()) {
        throw new TokenWaitEndedException(e);
      }
      FatalErrors.throwIfCauseOf(e);
      warn(log, call, e);
      throw new AuthenticatedCallException(ProviderErrors.networkFailed(e));
    } catch (RuntimeException e) {
      FatalErrors.throwIfCauseOf(e);
      warn(log, call, e);
      // Unchecked, it would end a thread of OkHttp's dispatcher.
      throw new AuthenticatedCallException(ProviderErrors.failed(e));
    }
  }

  private static void warn(TokenLog log, Call call, Exception failure) {
    String host = call.request().url().host();
    log.warn(host, "a call of " + host, failure);
  }

  private static AccessToken acquire(Call call, TokenProvider provider, TokenRequest request)
      throws IOException {
    AccessToken atHand = provider.cachedToken(request);
    AccessToken token =
        atHand != null ? atHand : CancelableWait.run(call, acquisition(provider, request));
    if (token == null) {
      throw ProviderErrors.returnedNull();
    }
    return token;
  }

  private static CancelableWait.Step<AccessToken> acquisition(
      TokenProvider provider, TokenRequest request) {
    return new CancelableWait.Step<>() {
      @Override
      public AccessToken run() throws IOException {
        return provider.token(request);
      }
    };
  }

  /** Sends the request with this token. A rejection names the principal of the token, by a tag. */
  Response proceed(Interceptor.Chain chain, Request request) throws IOException {
    Response response = chain.withAuthenticator(this).proceed(request);
    Principal principal = TokenInternals.instance().principal(token);
    boolean rejected = response.code() == 401 || response.code() == 403;
    if (!rejected || principal == null) {
      return response;
    }
    Request tagged = response.request().newBuilder().tag(Principal.class, principal).build();
    return response.newBuilder().request(tagged).build();
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) {
    return null;
  }

  /**
   * Returns the response's request id, which identifies it in the service's logs; "none" if it has
   * none.
   */
  String requestId(Response response) {
    RequestSecrets secrets = RequestSecrets.of(token.value());
    String id = CorrelationIds.parse(response.header("mise-correlation-id"), secrets);
    if (id == null) {
      id = CorrelationIds.parse(response.header("x-ms-request-id"), secrets);
    }
    return id == null ? "none" : id;
  }

  Request applyTo(Request request) {
    return request.newBuilder().header("Authorization", token.authorizationHeader()).build();
  }
}
