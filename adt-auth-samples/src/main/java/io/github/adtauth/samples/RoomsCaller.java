package io.github.adtauth.samples;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Calls the web API that runs on the JDK's server, and prints the response. */
final class RoomsCaller {
  private RoomsCaller() {}

  static void call(Surroundings in, HttpServer server, String token) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/rooms/room-21";
    Request room =
        new Request.Builder().url(url).header("Authorization", "Bearer " + token).build();
    try (Response response = new OkHttpClient().newCall(room).execute()) {
      in.out().println("   GET /rooms/room-21 -> " + response.code());
      response.headers("WWW-Authenticate").forEach(in.out()::println);
    }
  }
}
