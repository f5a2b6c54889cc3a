package io.github.adtauth.samples;

import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The authenticated OkHttpClient alone, made of your own: its pool, proxy, TLS, interceptors and
 * timeouts stay. It calls any path of the instance; for another resource make another client.
 */
public final class OwnOkHttpClient {
  private OwnOkHttpClient() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.NATIVE_APP, OwnOkHttpClient::run);
  }

  static void run(Surroundings in) throws Exception {
    UserSignIn user = SignIn.with(in.config()).httpClient(in.http()).browser(in.browser());
    user.signIn();
    OkHttpClient http = AuthenticatedHttp.client(in.http(), in.config().resource(), user);
    String url = in.config().endpoint() + "/models?api-version=" + in.config().apiVersion();
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      in.out().println(response.code() + " " + response.body().string());
    }
  }
}
