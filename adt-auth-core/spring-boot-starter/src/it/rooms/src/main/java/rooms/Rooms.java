package rooms;

import io.github.adtauth.twins.DigitalTwinsClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Rooms {
  record Room(String name, double temperature) {}

  @GetMapping("/rooms/{id}")
  Room room(@PathVariable("id") String id, DigitalTwinsClient twins) {
    return twins.getTwin(id, Room.class);
  }
}
