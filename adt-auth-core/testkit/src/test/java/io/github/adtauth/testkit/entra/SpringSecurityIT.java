package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.AbstractRestClientOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Signs in and verifies tokens with Spring Security and its defaults. */
class SpringSecurityIT {
  private static final String DIGITAL_TWINS = Resource.TWINS_URI + "/Read.Write";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.entra;
  private final String authority = "https://login.microsoftonline.com/" + entra.tenantId();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Returns a registration with Spring's default authentication, {@code client_secret_basic}. */
  private ClientRegistration.Builder registration(Registration client) {
    return ClientRegistration.withRegistrationId("entra")
        .clientId(client.clientId())
        .clientSecret(client.secret())
        .authorizationUri(authority + "/oauth2/v2.0/authorize")
        .tokenUri(authority + "/oauth2/v2.0/token")
        .jwkSetUri(authority + "/discovery/v2.0/keys");
  }

  /** Returns a factory that reaches the local Azure as another process does. */
  private JdkClientHttpRequestFactory requests() {
    InetSocketAddress proxy =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.azure.proxyPort());
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(fixture.azure.trustStore());
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return new JdkClientHttpRequestFactory(
          HttpClient.newBuilder().proxy(ProxySelector.of(proxy)).sslContext(tls).build());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private <C extends AbstractRestClientOAuth2AccessTokenResponseClient<?>> C local(C client) {
    client.setRestClient(
        RestClient.builder()
            .requestFactory(requests())
            .configureMessageConverters(
                converters ->
                    converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .build());
    return client;
  }

  @Test
  void clientCredentials_authenticateByDefault() {
    ClientRegistration client =
        registration(entra.daemon())
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .scope(TokenClient.TWINS)
            .build();

    OAuth2AccessTokenResponse response =
        local(new RestClientClientCredentialsTokenResponseClient())
            .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(client));

    assertThat(entra.verify(response.getAccessToken().getTokenValue())).isNotNull();
  }

  /** As {@code oauth2Login} does, whose token requests have no scope. */
  @Test
  void signIn_andRefresh() {
    Registration web =
        entra.register(
            Registration.builder("66666666-6666-6666-6666-666666666666", "Spring")
                .secret("spring~secret")
                .redirectUri(fixture.address("/back"))
                .permission(DIGITAL_TWINS)
                .build());
    String[] scopes = {"openid", "profile", "offline_access", DIGITAL_TWINS};
    ClientRegistration client =
        registration(web)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(fixture.address("/back"))
            .scope(scopes)
            .build();
    OAuth2AuthorizationRequest request =
        OAuth2AuthorizationRequest.authorizationCode()
            .authorizationUri(authority + "/oauth2/v2.0/authorize")
            .clientId(web.clientId())
            .redirectUri(fixture.address("/back"))
            .scope(scopes)
            .state("s-1")
            .build();
    Map<String, String> redirect =
        fixture.signIn(
            fixture.alice, HttpUrl.get(request.getAuthorizationRequestUri()).newBuilder());
    OAuth2AuthorizationResponse authorization =
        OAuth2AuthorizationResponse.success(redirect.getOrDefault("code", "none: " + redirect))
            .redirectUri(fixture.address("/back"))
            .state("s-1")
            .build();

    OAuth2AccessTokenResponse first =
        local(new RestClientAuthorizationCodeTokenResponseClient())
            .getTokenResponse(
                new OAuth2AuthorizationCodeGrantRequest(
                    client, new OAuth2AuthorizationExchange(request, authorization)));
    OAuth2AccessTokenResponse second =
        local(new RestClientRefreshTokenTokenResponseClient())
            .getTokenResponse(
                new OAuth2RefreshTokenGrantRequest(
                    client,
                    first.getAccessToken(),
                    Objects.requireNonNull(first.getRefreshToken())));

    for (OAuth2AccessTokenResponse response : new OAuth2AccessTokenResponse[] {first, second}) {
      assertThat(entra.verify(response.getAccessToken().getTokenValue())).isNotNull();
      assertThat(response.getAccessToken().getScopes()).contains(DIGITAL_TWINS);
    }
    Jwt idToken =
        decoder(entra.issuer()).decode(first.getAdditionalParameters().get("id_token").toString());
    assertThat(idToken.getAudience()).containsExactly(web.clientId());
    assertThat(idToken.getClaimAsString("preferred_username")).isEqualTo(entra.alice().upn());
  }

  /** Returns a resource server's decoder, which needs no connection to Entra ID. */
  private NimbusJwtDecoder decoder(String issuer) {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withPublicKey(entra.publicKey()).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(issuer));
    return decoder;
  }

  @Test
  void resourceServer_acceptsTokens() {
    String token = entra.tokenFor(entra.alice(), entra.webApi().scope());

    assertThat(decoder(entra.issuer(entra.webApi())).decode(token).getClaimAsString("scp"))
        .isEqualTo("access_as_user");
  }

  @ParameterizedTest
  @EnumSource(
      value = TokenDefect.class,
      names = {"BAD_SIGNATURE", "EXPIRED", "NOT_YET_VALID", "OTHER_TENANT"})
  void resourceServer_rejectsDefectiveTokens(TokenDefect defect) {
    String token = entra.assertionFor(entra.alice(), entra.webApi(), defect);

    assertThatThrownBy(() -> decoder(entra.issuer(entra.webApi())).decode(token))
        .isInstanceOf(JwtException.class);
  }

  @Test
  void keySet_isReadFromItsUri() {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(authority + "/discovery/v2.0/keys")
            .restOperations(new RestTemplate(requests()))
            .build();

    Jwt token = decoder.decode(entra.tokenFor(entra.bob(), entra.webApi().scope()));

    assertThat(token.getClaimAsString("oid")).isEqualTo(entra.bob().oid());
  }
}
