package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that MSAL4J works with {@link FakeEntra}. */
@ExtendWith(LocalAzureExtension.class)
final class MsalAcceptanceTest {
  private static final Set<String> SCOPES = Set.of(TokenClient.TWINS);

  private static ConfidentialClientApplication application(
      LocalAzure azure, Registration registration) throws IOException {
    return ConfidentialClientApplication.builder(
            registration.clientId(),
            ClientCredentialFactory.createFromSecret(registration.secret()))
        .authority(authority(azure))
        .instanceDiscovery(false)
        .httpClient(new Adapter(azure.httpClient()))
        .build();
  }

  @Test
  void msal_acquiresAppToken(LocalAzure azure) throws Exception {
    IAuthenticationResult result =
        application(azure, azure.entra().daemon())
            .acquireToken(ClientCredentialParameters.builder(SCOPES).build())
            .get();

    assertThat(azure.entra().verify(result.accessToken())).isNotNull();
  }

  @Test
  void msal_acquiresUserToken_andCreatesAccount(LocalAzure azure) throws Exception {
    FakeEntra entra = azure.entra();
    String assertion = entra.assertionFor(entra.alice(), entra.webApi());

    IAuthenticationResult result =
        application(azure, entra.webApi())
            .acquireToken(
                OnBehalfOfParameters.builder(SCOPES, new UserAssertion(assertion)).build())
            .get();

    assertThat(entra.verify(result.accessToken())).isNotNull();
    assertThat(result.account().homeAccountId()).isEqualTo(entra.alice().homeAccountId());
    assertThat(entra.tokenCalls(TokenEndpoint.JWT_BEARER)).hasSize(1);
  }

  @Test
  void msal_usesRegionalHost(LocalAzure azure) throws Exception {
    Registration daemon = azure.entra().daemon();
    IAuthenticationResult result =
        ConfidentialClientApplication.builder(
                daemon.clientId(), ClientCredentialFactory.createFromSecret(daemon.secret()))
            .authority(authority(azure))
            .azureRegion("westeurope")
            .httpClient(new Adapter(azure.httpClient()))
            .build()
            .acquireToken(ClientCredentialParameters.builder(SCOPES).build())
            .get();

    assertThat(azure.entra().verify(result.accessToken())).isNotNull();
    assertThat(azure.requests("westeurope.login.microsoft.com")).hasSize(1);
  }

  @Test
  void msal_signsInWithDeviceCode_andRefreshes(LocalAzure azure) throws Exception {
    FakeEntra entra = azure.entra();
    entra.deviceCodeInterval(1);
    PublicClientApplication application =
        PublicClientApplication.builder(entra.nativeApp().clientId())
            .authority(authority(azure))
            .instanceDiscovery(false)
            .clientCapabilities(Set.of("CP1"))
            .httpClient(new Adapter(azure.httpClient()))
            .build();

    IAuthenticationResult first =
        application
            .acquireToken(
                DeviceCodeFlowParameters.builder(
                        SCOPES, code -> entra.approveDeviceCode(code.userCode(), entra.alice()))
                    .build())
            .get();
    IAuthenticationResult second =
        application
            .acquireTokenSilently(
                SilentParameters.builder(SCOPES, first.account()).forceRefresh(true).build())
            .get();

    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(entra.verify(second.accessToken())).isNotNull();
    assertThat(TokenClient.claims(second.accessToken()).has("xms_cc")).isTrue();
  }

  private static String authority(LocalAzure azure) {
    return "https://login.microsoftonline.com/" + azure.entra().tenantId() + "/";
  }

  private record Adapter(OkHttpClient client) implements IHttpClient {
    // MSAL4J requests device codes without a Content-Type.
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException {
      RequestBody body =
          request.httpMethod() == HttpMethod.POST ? RequestBody.create(request.body(), FORM) : null;
      Request sent =
          new Request.Builder()
              .url(request.url())
              .headers(Headers.of(request.headers()))
              .method(request.httpMethod().name(), body)
              .build();
      try (Response response = client.newCall(sent).execute()) {
        return new MsalResponse(
            response.code(), response.headers().toMultimap(), response.body().string());
      }
    }
  }

  private record MsalResponse(int statusCode, Map<String, List<String>> headers, String body)
      implements IHttpResponse {}
}
