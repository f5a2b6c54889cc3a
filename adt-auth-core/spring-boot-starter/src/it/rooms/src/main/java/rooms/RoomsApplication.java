package rooms;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class RoomsApplication {
  public static void main(String[] args) {
    SpringApplication.run(RoomsApplication.class, args);
  }
}
