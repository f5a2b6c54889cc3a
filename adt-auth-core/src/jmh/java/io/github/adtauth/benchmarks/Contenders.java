package io.github.adtauth.benchmarks;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.digitaltwins.core.DigitalTwinsClient;
import com.azure.digitaltwins.core.DigitalTwinsClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.OnBehalfOfCredential;
import com.azure.identity.OnBehalfOfCredentialBuilder;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwins;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** This library and its peers, each as its own documentation sets it up, towards the stand-in. */
public final class Contenders {
  private static final String SECRET = "a-secret";

  private Contenders() {}

  /** Returns where the stand-in is. */
  public static String standIn() {
    return System.getProperty("standin");
  }

  /** Returns an OkHttpClient that keeps as many connections as there are callers. */
  public static OkHttpClient okHttp() {
    return new OkHttpClient.Builder()
        .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
        .build();
  }

  /** Returns the settings of this library. */
  public static DigitalTwinsConfig config() {
    return DigitalTwinsConfig.builder()
        .clientId(TokenResponses.CLIENT)
        .tenant(TokenResponses.TENANT)
        .cloud(new Cloud(URI.create(standIn()), TokenResponses.SCOPE))
        .endpoint(standIn())
        .build();
  }

  /** Returns the settings of this library, with the authority's real name. */
  public static DigitalTwinsConfig tokenConfig() {
    return DigitalTwinsConfig.builder()
        .clientId(TokenResponses.CLIENT)
        .tenant(TokenResponses.TENANT)
        .build();
  }

  /** Returns an application of this library. */
  public static TokenProvider ours(TokenService service) {
    return SignIn.with(tokenConfig())
        .tokenHttpClient(service.okHttp())
        .service(ClientCredential.secret(SECRET));
  }

  /** Returns a Digital Twins client of this library. */
  public static io.github.adtauth.twins.DigitalTwinsClient ourTwins() {
    OkHttpClient http = okHttp();
    TokenProvider tokens =
        SignIn.with(config()).httpClient(http).service(ClientCredential.secret(SECRET));
    return DigitalTwins.at(config(), http).client(tokens);
  }

  /** Returns an application of azure-identity. */
  public static TokenCredential azure(TokenService service) {
    return new ClientSecretCredentialBuilder()
        .clientId(TokenResponses.CLIENT)
        .tenantId(TokenResponses.TENANT)
        .clientSecret(SECRET)
        .authorityHost(TokenService.AUTHORITY)
        .disableInstanceDiscovery()
        .httpClient(service.azure())
        .build();
  }

  /** Returns a credential of azure-identity for one user. */
  public static OnBehalfOfCredential azureUser(TokenService service, int user) {
    return new OnBehalfOfCredentialBuilder()
        .clientId(TokenResponses.CLIENT)
        .tenantId(TokenResponses.TENANT)
        .clientSecret(SECRET)
        .userAssertion(TokenResponses.assertion(user))
        .authorityHost(TokenService.AUTHORITY)
        .disableInstanceDiscovery()
        .httpClient(service.azure())
        .build();
  }

  /** Returns a Digital Twins client of azure-digitaltwins-core. */
  public static DigitalTwinsClient azureTwins() {
    TokenCredential credential =
        new ClientSecretCredentialBuilder()
            .clientId(TokenResponses.CLIENT)
            .tenantId(TokenResponses.TENANT)
            .clientSecret(SECRET)
            .authorityHost(standIn())
            .disableInstanceDiscovery()
            .build();
    return new DigitalTwinsClientBuilder().endpoint(standIn()).credential(credential).buildClient();
  }

  /** Returns what azure-identity is asked for. */
  public static TokenRequestContext azureRequest() {
    return new TokenRequestContext().addScopes(TokenResponses.SCOPE);
  }

  /** Returns an application of MSAL4J. */
  public static ConfidentialClientApplication msal(TokenService service) throws Exception {
    return ConfidentialClientApplication.builder(
            TokenResponses.CLIENT, ClientCredentialFactory.createFromSecret(SECRET))
        .authority(TokenService.AUTHORITY + "/" + TokenResponses.TENANT + "/")
        .validateAuthority(false)
        .instanceDiscovery(false)
        .httpClient(service.msal())
        .build();
  }

  /** Returns what MSAL4J is asked for. */
  public static ClientCredentialParameters msalRequest() {
    return ClientCredentialParameters.builder(Set.of(TokenResponses.SCOPE)).build();
  }
}
