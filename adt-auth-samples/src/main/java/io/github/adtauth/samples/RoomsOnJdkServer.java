package io.github.adtauth.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.middletier.Challenge;
import io.github.adtauth.signin.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A web API without any framework: {@code GET /rooms/{id}}, as the user who asks. */
public final class RoomsOnJdkServer {
  private final ValidatedTokens tokens;
  private final OnBehalfOf onBehalfOf;
  private final DigitalTwins instance;

  private RoomsOnJdkServer(Surroundings in, OnBehalfOf onBehalfOf) {
    tokens = new ValidatedTokens(in.config(), in.http());
    this.onBehalfOf = onBehalfOf;
    instance = DigitalTwins.at(in.config(), in.http());
  }

  static HttpServer start(Surroundings in, SignIn signIn) throws IOException {
    ClientCredential secret = ClientCredential.secret(in.config().clientSecret());
    HttpServer server = HttpServer.create();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/rooms/", new RoomsOnJdkServer(in, signIn.onBehalfOf(secret))::answer);
    server.setExecutor(request -> new Thread(request).start());
    server.start();
    return server;
  }

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.WEB_API, RoomsOnJdkServer::run);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      String token = tokens.validated(exchange.getRequestHeaders().getFirst("Authorization"));
      String id = exchange.getRequestURI().getPath().substring("/rooms/".length());
      DigitalTwin room = instance.as(onBehalfOf.user(token)).getTwin(id, DigitalTwin.class);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(room.contents().toString().getBytes(UTF_8));
    } catch (RuntimeException e) {
      Challenge challenge = Challenge.answerTo(e);
      challenge.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(challenge.status(), -1);
    } finally {
      exchange.close();
    }
  }

  static void run(Surroundings in) throws IOException {
    var server = start(in, SignIn.with(in.config()).httpClient(in.http()));
    ask(in, server, in.inboundToken().get());
    ask(in, server, "x");
    server.stop(0);
  }

  static void ask(Surroundings in, HttpServer server, String token) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/rooms/room-21";
    Request room =
        new Request.Builder().url(url).header("Authorization", "Bearer " + token).build();
    try (Response answer = new OkHttpClient().newCall(room).execute()) {
      in.out().println("   GET /rooms/room-21 -> " + answer.code());
      answer.headers("WWW-Authenticate").forEach(in.out()::println);
    }
  }
}
