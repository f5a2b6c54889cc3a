package io.github.adtauth.twins;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** A scripted server that sends pages of rooms. */
abstract class PagedFixture extends TwinsServerFixture {

  record Room(double temperature) {}

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
