package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.adtauth.testkit.LocalAzure;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the switches for errors in the form of the real Entra ID. */
final class RejectionsTest {
  private static final String AUTHORIZE =
      "https://login.microsoftonline.com/%s/oauth2/v2.0/authorize?client_id=%s"
          + "&response_type=code&scope=openid&prompt=none&redirect_uri=http://localhost";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  static int[] codes() {
    return Rejections.codes();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void everyCode_isReturnedByTokenEndpoint(int code) {
    entra.rejections().tokens(code);
    TokenClient.Result response = client.daemon("scope", "https://digitaltwins.azure.net/.default");

    assertThat(response.code()).isEqualTo(code);
    assertThat(response.json().keySet())
        .contains("error", "error_description", "error_codes", "trace_id", "correlation_id");
    assertThat(response.text("error_description"))
        .startsWith("AADSTS" + code + ": ")
        .containsPattern(" Trace ID: \\S{36} Correlation ID: \\S{36} Timestamp: 20");

    entra.rejections().tokens(0);
    assertThat(client.daemon("scope", "https://digitaltwins.azure.net/.default").status())
        .isEqualTo(200);
  }

  @Test
  void realErrorPage_hasStatus200_andCodeInScript() {
    String url = AUTHORIZE.formatted(entra.tenantId(), "99999999-0000-4000-8000-000000000002");
    assertThat(client.get(url).status()).isEqualTo(400);

    entra.rejections().realErrorPages(true);

    TokenClient.Result page = client.get(url);
    assertThat(page.status()).isEqualTo(200);
    String config = page.body().substring(page.body().indexOf("$Config=") + 8);
    var json =
        JsonParser.parseString(config.substring(0, config.indexOf(";\r\n//]]>"))).getAsJsonObject();
    assertThat(json.get("strServiceExceptionMessage").getAsString()).startsWith("AADSTS700016: ");
    assertThat(json.get("iErrorCode").getAsInt()).isEqualTo(700016);
    assertThat(config).contains("\\u0027").doesNotContain("'99999999");
  }

  @Test
  void rejectedSignIn_redirectsToApplication() {
    entra.rejections().signIns(7000112);
    String url = AUTHORIZE.formatted(entra.tenantId(), entra.nativeApp().clientId());

    OkHttpClient http = azure.httpClient().newBuilder().followRedirects(false).build();
    Request request = new Request.Builder().url(url).build();
    assertThat(TokenClient.send(http, request).header("Location"))
        .startsWith("http://localhost")
        .contains("error=unauthorized_client", "AADSTS7000112");
  }

  @Test
  void tenantOfOtherCloud_isInMetadata() {
    String url =
        "https://login.microsoftonline.com/"
            + entra.tenantId()
            + "/v2.0/.well-known/openid-configuration";
    assertThat(client.get(url).text("cloud_instance_name")).isEqualTo("microsoftonline.com");

    entra.rejections().cloud("microsoftonline.us");

    assertThat(client.get(url).text("cloud_instance_name")).isEqualTo("microsoftonline.us");
  }
}
