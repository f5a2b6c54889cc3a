package io.github.adtauth.samples.webapi;

import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.JsonPatch;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rooms that the user may see, read and changed as the user. */
@RestController
@RequestMapping("/rooms")
class RoomsController {
  @GetMapping
  List<Room> rooms(DigitalTwinsClient twins) {
    return twins.query(Room.ALL, Room.class).stream().toList();
  }

  @GetMapping("/{id}")
  Room room(@PathVariable("id") String id, DigitalTwinsClient twins) {
    return twins.getTwin(id, Room.class);
  }

  @PatchMapping("/{id}")
  Room heat(@PathVariable("id") String id, @RequestBody Heating to, DigitalTwinsClient twins) {
    twins.patchTwin(id, JsonPatch.create().replace("/temperature", to.temperature()));
    return twins.getTwin(id, Room.class);
  }

  @ExceptionHandler(HttpMessageNotReadableException.class)
  ProblemDetail invalidBody() {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST,
        "The body must be {\"temperature\": t}, where t is a finite number.");
  }

  /** The target temperature of a room, in degrees Celsius. */
  record Heating(double temperature) {
    Heating {
      if (!Double.isFinite(temperature)) {
        throw new IllegalArgumentException("temperature must be a finite number");
      }
    }
  }
}
