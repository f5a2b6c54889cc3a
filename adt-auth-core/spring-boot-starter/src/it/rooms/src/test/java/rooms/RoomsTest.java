package rooms;

import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.github.adtauth.spring.test.AutoConfigureLocalAzure;
import io.github.adtauth.spring.test.LocalUsers;
import io.github.adtauth.testkit.LocalAzure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;

/** The test of the guide. */
@SpringBootTest
@AutoConfigureMockMvc
@AutoConfigureLocalAzure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomsTest {
  @Autowired MockMvc mvc;
  @Autowired LocalAzure azure;
  @Autowired LocalUsers users;

  @BeforeAll
  void addRoom() {
    azure
        .twins()
        .addModels(
            """
            [{"@id": "dtmi:example:Room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
              "contents": [{"@type": "Property", "name": "name", "schema": "string"},
                           {"@type": "Property", "name": "temperature", "schema": "double"}]}]
            """);
    azure
        .twins()
        .putTwin(
            "room-1",
            """
            {"$metadata": {"$model": "dtmi:example:Room;1"}, "name": "Room 1", "temperature": 21}
            """);
  }

  @Test
  void reader_seesRoom() throws Exception {
    mvc.perform(get("/rooms/room-1").header("Authorization", users.bearer(users.bob())))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.name").value("Room 1"));
  }

  @Test
  void demandForMfa_isPassedOn() throws Exception {
    azure.entra().requireMfa(users.bob());
    mvc.perform(get("/rooms/room-1").header("Authorization", users.bearer(users.bob())))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("WWW-Authenticate", containsString("insufficient_claims")));
  }
}
