package io.github.adtauth.samples;

import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.Relationship;
import io.github.adtauth.twins.bulk.BulkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A building as a list of changes: itself, its floors, their rooms, and what holds what. They are
 * all put {@link CallOption#ifAbsent}: what is there already stays as it is.
 */
record Tower(int floors, int roomsPerFloor) {
  static Tower of(Map<String, String> environment, int floors, int roomsPerFloor) {
    return new Tower(
        Integer.parseInt(environment.getOrDefault("ADT_SAMPLE_FLOORS", "" + floors)),
        Integer.parseInt(environment.getOrDefault("ADT_SAMPLE_ROOMS", "" + roomsPerFloor)));
  }

  int twins() {
    return 1 + floors + floors * roomsPerFloor;
  }

  /** First all twins, then all relationships: a relationship needs both its ends. */
  List<BulkItem> items() {
    List<BulkItem> twins = new ArrayList<>();
    List<BulkItem> relationships = new ArrayList<>();
    DigitalTwin tower = DigitalTwin.of("dtmi:example:building:Building;1").with("name", "Tower");
    twins.add(BulkItem.putTwin("tower", tower, CallOption.ifAbsent()));
    for (int f = 1; f <= floors; f++) {
      String floor = "tower-" + f;
      twins.add(BulkItem.putTwin(floor, new Floor(floor, "Floor " + f), CallOption.ifAbsent()));
      relationships.add(link("tower", "has", floor));
      for (int r = 1; r <= roomsPerFloor; r++) {
        String room = floor + "-" + r;
        double temperature = 18 + (f * 7 + r * 5) % 17 / 2.0;
        Room content = new Room(room, "Room " + (100 * f + r), temperature);
        twins.add(BulkItem.putTwin(room, content, CallOption.ifAbsent()));
        relationships.add(link(floor, "contains", room));
      }
    }
    twins.addAll(relationships);
    return twins;
  }

  private static BulkItem link(String source, String name, String target) {
    Relationship relationship = Relationship.of(target, name);
    return BulkItem.putRelationship(source, "to-" + target, relationship, CallOption.ifAbsent());
  }
}
