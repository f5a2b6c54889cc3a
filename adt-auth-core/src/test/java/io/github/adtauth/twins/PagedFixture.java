package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Pages of rooms, as an instance gives them. */
abstract class PagedFixture {
  static final String TOKEN = "{\"_t\":2,\"_rc\":\"[{\\\"token\\\":\\\"+RID:~x#RT:1\\\"}]\"}";

  record Room(double temperature) {}

  TwinsServer server;
  DigitalTwinsClient twins;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    twins = server.twins();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  void page(String token, int... temperatures) {
    JsonObject page = JsonParser.parseString("{\"value\":[]}").getAsJsonObject();
    for (int t : temperatures) {
      page.getAsJsonArray("value")
          .add(JsonParser.parseString("{\"temperature\":" + t + ",\"extra\":{\"a\":[1]}}"));
    }
    page.addProperty("continuationToken", token);
    server.json(200, page.toString(), "query-charge", "3.21");
  }

  Paged<Room> rooms() {
    return twins.query(TwinQuery.of("SELECT * FROM digitaltwins").pageSize(2), Room.class);
  }
}
