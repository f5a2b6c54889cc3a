package io.github.adtauth.warts.bare;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Which of MSAL4J's faults a version still has: prints a table and never fails. Run with the
 * profile {@code msal4j}.
 */
class BareMsal4jTable {
  private static final Path FILE = Path.of("target", "msal4j-warts.txt");

  @Test
  void print() throws IOException {
    List<Situation> situations =
        new ArrayList<>(
            Stream.<Supplier<List<Situation>>>of(
                    BareCache::situations,
                    BareThreads::situations,
                    BareWire::situations,
                    BareMachine::situations,
                    BareSignIn::situations,
                    BareErrors::situations,
                    NotPlayed::situations)
                .flatMap(group -> group.get().stream())
                .toList());
    situations.sort(Comparator.comparingInt(Situation::wart));
    // What it logs is one of the situations.
    ((Logger) LoggerFactory.getLogger("com.microsoft.aad.msal4j")).setLevel(Level.OFF);
    Map<Situation, Finding> findings = new LinkedHashMap<>();
    for (Situation situation : situations) {
      findings.put(situation, situation.find());
    }
    String version = ConfidentialClientApplication.class.getPackage().getImplementationVersion();
    String table = new Table(Objects.requireNonNullElse(version, "?"), findings).text();
    System.out.print(table);
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, table, StandardCharsets.UTF_8);
  }
}
