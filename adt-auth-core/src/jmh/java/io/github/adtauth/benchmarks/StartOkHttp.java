package io.github.adtauth.benchmarks;

import com.google.gson.JsonParser;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The first twin of a process, by OkHttp alone, with a fixed header. Waits for the end of its input, to be looked at. */
final class StartOkHttp {
  private StartOkHttp() {}

  public static void main(String[] arguments) throws IOException {
    Request request =
        new Request.Builder()
            .url(System.getProperty("standin") + "/digitaltwins/room-21?api-version=2023-10-31")
            .header("Authorization", "Bearer fixed")
            .build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      var twin = JsonParser.parseReader(response.body().charStream()).getAsJsonObject();
      System.out.println(twin.has("$dtId") ? "done" : "no");
    }
    System.in.read();
    System.exit(0);
  }
}
