package io.github.adtauth.internal.signin;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenLog;
import io.github.adtauth.internal.entra.ServiceClock;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.http.TokenServiceClient;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.net.URI;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Creates the components of the sign-in methods from the configuration and the options. Immutable
 * and thread-safe.
 */
public record SignInComponents(DigitalTwinsConfig config, SignInOptions options) {
  /**
   * Returns a new context for token requests.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public TokenClientContext context() {
    URI authority = config.cloud().authorityHost();
    return new TokenClientContext(
        authority,
        config.tenant(),
        config.clientId(),
        TokenServiceClient.client(
            options.http(),
            authority,
            config.tokenTimeout(),
            new TokenServiceClient.Settings(
                options.timing(), options.listener(), options.client().interceptors())),
        options.timing(),
        new ServiceClock(options.timing()),
        options.claimsChallenges(),
        options.listener(),
        new TokenLog(options.timing()));
  }

  /** Returns a builder of a cache that keeps tokens in memory only. */
  public TokenCache.Builder cache() {
    TokenCache.Builder builder =
        TokenCache.builder()
            .timing(options.timing())
            .listener(options.listener())
            .maximumWeight(options.maxCacheBytes());
    UnaryOperator<Runnable> taskDecorator = options.taskDecorator();
    return taskDecorator == null ? builder : builder.taskDecorator(taskDecorator);
  }

  /**
   * Returns the token provider of the application itself (client credentials, RFC 6749 4.4).
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public TokenProvider application(ClientCredential credential) {
    TokenClientContext context = context();
    TokenEndpoint endpoint = new TokenEndpoint(context);
    TokenStore store = options.store();
    TokenCache cache = store == null ? cache().build() : cache().store(store).build();
    return cache.provider(
        context.owner(Principal.application(context.clientId())),
        request -> endpoint.clientCredentials(credential, request).token());
  }

  /**
   * Returns the sign-in of users with an interactive flow.
   *
   * @param flow creates the flow
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn user(Function<TokenClientContext, SignInFlow> flow) {
    TokenClientContext context = context();
    TokenStore store = options.store();
    return new InteractiveSignIn(
        context,
        TokenRequest.of(config.cloud().scope()),
        flow.apply(context),
        cache().build(),
        store == null ? null : new AccountStore(context, store));
  }
}
