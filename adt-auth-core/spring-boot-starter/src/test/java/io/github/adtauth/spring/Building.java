package io.github.adtauth.spring;

import io.github.adtauth.testkit.LocalAzure;

/** A building with one room, in the local Azure of a test. */
final class Building {
  private Building() {}

  /** Adds the building, unless an earlier test of the same local Azure has. */
  static void addTo(LocalAzure azure) {
    if (azure.twins().twin("room-1") != null) {
      return;
    }
    azure
        .twins()
        .addModels(
            """
            [{"@id":"dtmi:example:Room;1","@type":"Interface","@context":"dtmi:dtdl:context;2",
              "contents":[{"@type":"Property","name":"name","schema":"string"},
                          {"@type":"Property","name":"temperature","schema":"double"}]}]
            """);
    azure
        .twins()
        .putTwin(
            "room-1",
            "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"},"
                + "\"name\":\"Room 1\",\"temperature\":21}");
  }
}
