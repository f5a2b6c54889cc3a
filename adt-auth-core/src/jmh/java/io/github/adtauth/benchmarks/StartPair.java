package io.github.adtauth.benchmarks;

import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The first twin of a process, by MSAL4J for the token and OkHttp for the call. Waits for the end of its input, to be looked at. */
final class StartPair {
  private StartPair() {}

  public static void main(String[] arguments) throws Exception {
    var application =
        ConfidentialClientApplication.builder(
                "11111111-2222-3333-4444-555555555555",
                ClientCredentialFactory.createFromSecret("a-secret"))
            .authority(
                System.getProperty("authority") + "/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/")
            .validateAuthority(false)
            .instanceDiscovery(false)
            .build();
    var asked =
        ClientCredentialParameters.builder(Set.of("https://digitaltwins.azure.net/.default"))
            .build();
    String token = application.acquireToken(asked).get().accessToken();
    Request request =
        new Request.Builder()
            .url(System.getProperty("standin") + "/digitaltwins/room-21?api-version=2023-10-31")
            .header("Authorization", "Bearer " + token)
            .build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      var twin = JsonParser.parseReader(response.body().charStream()).getAsJsonObject();
      System.out.println(twin.has("$dtId") ? "done" : "no");
    }
    System.in.read();
    System.exit(0);
  }
}
