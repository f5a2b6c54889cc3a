package io.github.adtauth.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.adtauth.Cloud;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A web API without any framework: {@code GET /rooms/{id}}, as the user who calls. */
public final class RoomsOnJdkServer {
  private static final Logger LOG = LoggerFactory.getLogger(RoomsOnJdkServer.class);

  private final ValidatedTokens tokens;
  private final OnBehalfOf onBehalfOf;
  private final DigitalTwins instance;
  private final Cloud cloud;

  private RoomsOnJdkServer(Surroundings in, OnBehalfOf onBehalfOf) {
    tokens = new ValidatedTokens(in.config(), in.http());
    this.onBehalfOf = onBehalfOf;
    instance = DigitalTwins.at(in.config(), in.http());
    cloud = in.config().cloud();
  }

  static HttpServer start(Surroundings in, SignIn signIn) throws IOException {
    ClientCredential secret = ClientCredential.secret(in.config().clientSecret());
    RoomsOnJdkServer rooms = new RoomsOnJdkServer(in, signIn.onBehalfOf(secret));
    HttpServer server = HttpServer.create();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/rooms/", new BoundedHandler(rooms::handle));
    server.setExecutor(BoundedHandler.executor());
    server.start();
    return server;
  }

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.WEB_API, RoomsOnJdkServer::run);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      String token = tokens.validated(exchange.getRequestHeaders().getFirst("Authorization"));
      String id = exchange.getRequestURI().getPath().substring("/rooms/".length());
      if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      DigitalTwin room = instance.client(onBehalfOf.forUser(token)).getTwin(id, DigitalTwin.class);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(room.contents().toString().getBytes(UTF_8));
    } catch (RuntimeException e) {
      Challenge challenge = Challenge.forFailure(e).cloud(cloud);
      if (challenge.status() >= 500) {
        LOG.warn("Responded {}: {}", challenge.status(), e.getMessage());
      }
      challenge.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(challenge.status(), -1);
    }
  }

  static void run(Surroundings in) throws IOException {
    var server = start(in, SignIn.with(in.config()).httpClient(in.http()));
    RoomsCaller.call(in, server, in.inboundToken().get());
    RoomsCaller.call(in, server, "x");
    server.stop(0);
  }
}
