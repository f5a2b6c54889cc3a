package io.github.adtauth.samples;

import io.github.adtauth.ProtectedResource;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The management API of 2018, with the permission that guards today's service too. Microsoft has
 * retired that preview: this shows how to call any API behind an address and a scope, and helps to
 * read old code. The settings may come from its appSettings.json, but code or {@code ADT_ENDPOINT}
 * must name the address too: {@code DigitalTwinsConfig.builder().endpoint(address).file(path)}.
 */
public final class ReadThe2018Api {
  private static final String SCOPE = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0/Read.Write";

  private ReadThe2018Api() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, (Embedded.Of2018) ReadThe2018Api::run);
  }

  static void run(Surroundings in) throws Exception {
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    user.signIn();
    URI baseUrl = in.config().endpoint();
    OkHttpClient http =
        AuthenticatedHttp.client(in.http(), new ProtectedResource(baseUrl, SCOPE), user);
    HttpUrl spaces =
        HttpUrl.get(baseUrl.toString())
            .newBuilder()
            .addPathSegment("spaces")
            .addQueryParameter("includes", "types")
            .addQueryParameter("$top", "10")
            .build();
    try (Response response = http.newCall(new Request.Builder().url(spaces).build()).execute()) {
      in.out().println(response.code() + " " + response.body().string());
    }
  }
}
