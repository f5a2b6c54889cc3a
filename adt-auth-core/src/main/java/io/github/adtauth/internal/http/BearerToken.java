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
 * The access token of a call, and the provider that can replace it. {@link ChallengeHandler}
 * handles the challenges to it.
 *
 * <p>The token passes through OkHttp's chain as the call's authenticator, where {@link
 * AuthorizationInterceptor} finds it. It replaces the authenticator of a derived client. User code
 * cannot read the token, and other calls that use it are rejected.
 */
record BearerToken(Call call, TokenProvider provider, TokenRequest tokenRequest, AccessToken token)
    implements Authenticator {

  /**
   * Acquires a token for the principal of the call's operation.
   *
   * @throws AuthenticatedCallException if the provider fails
   * @throws TokenWaitEndedException if the call is canceled or times out
   */
  static BearerToken acquire(Call call, TokenProvider provider, TokenRequest request, TokenLog log)
      throws IOException {
    try {
      AccessToken token = acquire(call, provider, OperationPrincipal.bind(call, request));
      if (!OperationPrincipal.accepts(call, token)) {
        // Another call of the operation has set the principal in the meantime.
        token = acquire(call, provider, OperationPrincipal.bind(call, request));
        if (!OperationPrincipal.accepts(call, token)) {
          throw new UnexpectedResponseException(
              ErrorDetails.of(
                  "The call was not sent: the token provider returned the token of another"
                      + " principal than before in the same operation."));
        }
      }
      SecretSink sent = call.request().tag(SecretSink.class);
      if (sent != null) {
        sent.add(token.authorizationHeader()); // to be redacted from the response
      }
      return new BearerToken(call, provider, request, token);
    } catch (CredentialUnavailableException e) {
      // A chain catches this exception if it has another provider, so none has succeeded.
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
      // An unchecked exception would terminate a thread of OkHttp's dispatcher.
      throw new AuthenticatedCallException(ProviderErrors.failed(e));
    }
  }

  private static void warn(TokenLog log, Call call, Exception failure) {
    String host = call.request().url().host();
    log.warn(host, "a call of " + host, failure);
  }

  private static AccessToken acquire(Call call, TokenProvider provider, TokenRequest request)
      throws IOException {
    AccessToken cached = provider.cachedToken(request);
    AccessToken token =
        cached != null ? cached : CancelableWait.run(call, () -> provider.token(request));
    if (token == null) {
      throw ProviderErrors.returnedNull();
    }
    return token;
  }

  /** Sends the request with this token. Tags a 401 or 403 response with the token's principal. */
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
   * Returns the request id that identifies the response in the service's logs, or {@code "none"}.
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
