package io.github.adtauth.samples;

import io.github.adtauth.AdtException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SystemBrowser;
import io.github.adtauth.signin.UserSignIn;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A native client of a web API such as {@code RoomsApi}: where the API passes on a demand, it signs
 * its user in again and repeats the call. {@code AZURE_CLIENT_ID} is the client's own, {@code
 * ADT_SCOPE} the API's ({@code api://…/.default} to consent to both), the argument its address.
 */
public final class RoomsClient {
  private final UserSignIn user;
  private final OkHttpClient http;
  private final URI rooms;

  RoomsClient(DigitalTwinsConfig config, URI rooms, OkHttpClient ok, Consumer<URI> browser) {
    user = SignIn.with(config).httpClient(ok).browser(browser);
    http = AuthenticatedHttp.client(ok, new ProtectedResource(rooms, config.cloud().scope()), user);
    this.rooms = rooms;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Consumer<URI> browser =
        SystemBrowser.orElse(url -> System.out.println("Open this page to sign in: " + url));
    DigitalTwinsConfig config = DigitalTwinsConfig.fromEnvironment();
    new RoomsClient(config, URI.create(args[0]), new OkHttpClient(), browser).run(System.out);
  }

  void run(PrintStream out) throws IOException {
    out.println("Hello, " + user.signIn().name());
    out.println(get("/rooms"));
  }

  /** Asks the API, and once more if it wants more of the user first. */
  private String get(String path) throws IOException {
    Request request = new Request.Builder().url(rooms.resolve(path).toString()).build();
    try {
      return answer(request);
    } catch (AuthenticatedCallException e) {
      if (e.failure() instanceof InteractionRequiredException demand) {
        user.signIn(demand);
      } else if (e.failure() instanceof ConsentRequiredException demand) {
        user.signIn(demand);
      } else {
        throw e;
      }
      return answer(request);
    }
  }

  private String answer(Request request) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      AdtException demand = Challenge.parse(response).flatMap(Challenge::toException).orElse(null);
      if (demand != null) {
        throw new AuthenticatedCallException(demand);
      }
      return response.code() + " " + response.body().string();
    }
  }
}
