package io.github.adtauth.samples;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.adtauth.middletier.Challenge;
import io.github.adtauth.signin.ClientCredential;
import io.github.adtauth.signin.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A web API without any framework: {@code GET /rooms/{id}}, as the user who asks. */
public final class RoomsOnJdkServer {
  private final ValidatedTokens tokens;
  private final OnBehalfOf onBehalfOf;
  private final DigitalTwins instance;

  private RoomsOnJdkServer(Surroundings in) {
    tokens = new ValidatedTokens(in.config(), in.http());
    ClientCredential secret = ClientCredential.secret(in.config().clientSecret().orElseThrow());
    onBehalfOf = SignIn.with(in.config()).httpClient(in.http()).onBehalfOf(secret);
    instance = DigitalTwins.at(in.config(), in.http());
  }

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.WEB_API, RoomsOnJdkServer::run);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      String id = exchange.getRequestURI().getPath().substring("/rooms/".length());
      String token = tokens.validated(exchange.getRequestHeaders().getFirst("Authorization"));
      DigitalTwin room = instance.as(onBehalfOf.user(token)).getTwin(id, DigitalTwin.class);
      byte[] json = new Gson().toJson(room.contents()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, json.length);
      exchange.getResponseBody().write(json);
    } catch (RuntimeException e) {
      Challenge challenge = Challenge.answerTo(e);
      challenge.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(challenge.status(), -1);
    } finally {
      exchange.close();
    }
  }

  /** Starts the server, asks it once with the user's token and once without, and stops it. */
  static void run(Surroundings in) throws IOException, InterruptedException {
    RoomsOnJdkServer rooms = new RoomsOnJdkServer(in);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/rooms/", rooms::answer);
    server.start();
    for (String authorization : new String[] {"Bearer " + in.inboundToken().get(), "Bearer x"}) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:" + server.getAddress().getPort() + "/rooms/room-21"))
              .header("Authorization", authorization)
              .build();
      var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      in.out().println("GET /rooms/room-21 -> " + answer.statusCode() + " " + answer.body());
      answer.headers().firstValue("WWW-Authenticate").ifPresent(in.out()::println);
    }
    server.stop(0);
  }
}
