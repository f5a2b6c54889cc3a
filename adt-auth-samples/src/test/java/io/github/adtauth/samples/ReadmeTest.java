package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Compares every Java snippet of the README and the guides with code that is compiled and run, and
 * runs the program of the README. The snippets of the guides are in {@code GuidesTest} and {@code
 * TestingGuideTest}, those of a web API in {@code ReadmeWebApiTest}, and those with Spring Boot in
 * the package {@code springboot}.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Path TESTS = Path.of("src/test/java/io/github/adtauth/samples");

  /** Compiled and run by the integration test of the module path. */
  private static final Path MODULE =
      ROOT.resolve("adt-auth-core/src/it/consumer/src/main/java/module-info.java");

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ANY_BLOCK =
      Pattern.compile("(```+|~~~+)\\s*java", Pattern.CASE_INSENSITIVE);
  private static final String CLIENT_ID = "11111111-1111-1111-1111-111111111111";
  private static final Pattern USER_CODE = Pattern.compile("enter the code (\\S+)\\. ");
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final String TENANT = "22222222-2222-2222-2222-222222222222";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void everySnippet_isInATest() throws IOException {
    StringBuilder code = new StringBuilder(Files.readString(MODULE));
    for (String test :
        List.of(
            "HeatRoom.java",
            "GuidesTest.java",
            "TestingGuideTest.java",
            "springboot/RoomsTest.java",
            "springboot/Snippets.java",
            "webapi/ReadmeWebApiTest.java")) {
      code.append(Files.readString(TESTS.resolve(test)));
    }
    String source = code.toString().replaceAll("\\s", "");

    Map<String, Integer> snippets = new TreeMap<>();
    for (Path document : documents()) {
      String text = Files.readString(document);
      Matcher blocks = BLOCK.matcher(text);
      int count = 0;
      while (blocks.find()) {
        assertThat(source).as("%s", document).contains(blocks.group(1).replaceAll("\\s", ""));
        count++;
      }
      assertThat(ANY_BLOCK.matcher(text).results()).as("%s", document).hasSize(count);
      if (count > 0) {
        snippets.put(ROOT.relativize(document).toString().replace('\\', '/'), count);
      }
    }

    assertThat(snippets)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "README.md", 2,
                "docs/app-registration.md", 2,
                "docs/compatibility.md", 1,
                "docs/digital-twins.md", 9,
                "docs/migrating.md", 2,
                "docs/observability.md", 1,
                "docs/sign-in.md", 7,
                "docs/testing.md", 3,
                "docs/spring-boot.md", 5,
                "docs/web-api.md", 7));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  @Test
  void program_changesATwin() throws IOException {
    FakeUser carol = new FakeUser(UUID.randomUUID().toString(), TENANT, "carol@readme", "Carol");
    entra.addTenant(TENANT, "readme.example");
    entra.addUser(carol);
    entra.register(
        Registration.builder(CLIENT_ID, "README")
            .tenant(TENANT)
            .publicClient(true)
            .permission("https://digitaltwins.azure.net/Read.Write")
            .consentGranted(true)
            .build());
    TwinsEmulator instance = new TwinsEmulator(TENANT, entra, Clock.systemUTC(), INSTANCE);
    instance.grantRole(carol.oid(), io.github.adtauth.testkit.twins.Role.DATA_OWNER);
    GuidesTest.addRoom(instance);
    azure.host(INSTANCE, instance);

    PrintStream standardOut = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(
        new PrintStream(printed, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            Matcher code = USER_CODE.matcher(line);
            if (code.find()) {
              entra.approveDeviceCode(code.group(1), carol);
            }
          }
        });
    try {
      HeatRoom.heat(azure.httpClient());
    } finally {
      System.setOut(standardOut);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"temperature\":27.5");
  }
}
