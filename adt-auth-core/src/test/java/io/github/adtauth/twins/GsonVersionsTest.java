package io.github.adtauth.twins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import io.github.adtauth.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests application classes with other versions of Gson, each in a separate process. A version that
 * is not in the local repository is skipped. {@code -Pgson} downloads all of them.
 */
class GsonVersionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"2.11.0", "2.12.1", "2.13.2", "2.14.0", "2.15.0"})
  void userClasses_areReadAndWrittenEqually(String version) throws Exception {
    Path current = Path.of(Gson.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path other =
        current
            .getParent()
            .resolveSibling(version)
            .resolve("gson-" + version + ".jar")
            .toAbsolutePath();
    assumeTrue(Files.exists(other), "Gson " + version + " is not in the local repository");
    ProcessBuilder builder =
        JavaProcess.of(List.of("-XX:TieredStopAtLevel=1"), GsonVersionProcess.class);
    List<String> command = builder.command();
    command.replaceAll(argument -> argument.replace(current.toString(), other.toString()));

    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(output).contains("gson-" + version + ".jar passed ");
    assertThat(process.waitFor()).isZero();
  }
}
