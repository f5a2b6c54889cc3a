package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.context.request.ServletWebRequest;

/** The argument of a controller, for requests with and without a user. */
@ExtendWith(LocalAzureExtension.class)
class ClientArgumentResolverTest {
  private final FakeEntra entra;
  private final DigitalTwinsClient application;
  private final ClientArgumentResolver resolver;

  ClientArgumentResolverTest(LocalAzure azure) {
    entra = azure.entra();
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(entra.webApi().clientId())
            .tenant(entra.tenantId())
            .endpoint(azure.endpoint())
            .build();
    OnBehalfOf onBehalfOf =
        SignIn.with(config)
            .httpClient(azure.httpClient())
            .onBehalfOf(ClientCredential.secret(entra.webApi().secret()));
    DigitalTwins instance = DigitalTwins.at(config, azure.httpClient());
    application =
        instance.client(
            request -> {
              throw new AssertionError("not expected");
            });
    resolver = new ClientArgumentResolver(onBehalfOf, instance, () -> application);
  }

  @AfterEach
  void clear() {
    SecurityContextHolder.clearContext();
  }

  static class Controller {
    void method(
        DigitalTwinsClient user, @ApplicationClient DigitalTwinsClient application, String other) {}
  }

  private static MethodParameter parameter(int index) {
    try {
      Method method =
          Controller.class.getDeclaredMethod(
              "method", DigitalTwinsClient.class, DigitalTwinsClient.class, String.class);
      return new MethodParameter(method, index);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Object resolve(@Nullable Authentication authentication, int index) {
    SecurityContextHolder.getContext().setAuthentication(authentication);
    return resolver.resolveArgument(
        parameter(index), null, new ServletWebRequest(new MockHttpServletRequest()), null);
  }

  private static Authentication jwt(String token) {
    return new JwtAuthenticationToken(
        Jwt.withTokenValue(token).header("alg", "RS256").claim("sub", "x").build(), List.of());
  }

  @Test
  void onlyClients_areSupported() {
    assertThat(resolver.supportsParameter(parameter(0))).isTrue();
    assertThat(resolver.supportsParameter(parameter(1))).isTrue();
    assertThat(resolver.supportsParameter(parameter(2))).isFalse();
  }

  @Test
  void user_getsOwnClient() {
    assertThat(resolve(jwt(entra.assertionFor(entra.alice(), entra.webApi())), 0))
        .isInstanceOf(DigitalTwinsClient.class)
        .isNotSameAs(application);
    assertThat(resolve(null, 1)).isSameAs(application);
  }

  @Test
  void requestWithoutUser_is401() {
    for (Authentication authentication :
        new Authentication[] {
          null,
          new AnonymousAuthenticationToken(
              "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")),
          UsernamePasswordAuthenticationToken.authenticated("basic", "password", List.of()),
          new JwtAuthenticationToken(
              Jwt.withTokenValue(entra.assertionFor(entra.alice(), entra.webApi()))
                  .header("alg", "RS256")
                  .claim("sub", "x")
                  .build()), // not authenticated
          jwt(entra.appTokenFor(entra.webApi())),
          jwt(entra.idTokenFor(entra.alice(), entra.webApi())),
          jwt("opaque")
        }) {
      Throwable failure = catchThrowable(() -> resolve(authentication, 0));
      assertThat(failure).as("%s", authentication).isInstanceOf(InboundTokenException.class);
      assertThat(failure.getMessage()).doesNotContain("password", "eyJ");
      assertThat(Challenge.forFailure(failure).status()).isEqualTo(401);
      assertThat(Challenge.forFailure(failure).wwwAuthenticate()).isPresent();
    }
    assertThat(entra.requests()).isEmpty();
  }
}
