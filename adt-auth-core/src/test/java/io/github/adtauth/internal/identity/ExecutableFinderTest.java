package io.github.adtauth.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests that this process and its children search only absolute entries of PATH. */
@DisabledOnOs(OS.WINDOWS)
class ExecutableFinderTest {
  private static final ExecutableFinder FINDER = ExecutableFinder.ofMachine();

  @TempDir private Path folder;

  private static Path executable(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static @Nullable Path find(String command, String... entries) {
    return FINDER.find(command, Map.of("PATH", String.join(File.pathSeparator, entries)));
  }

  @Test
  void absoluteEntries_areSearchedInOrder() throws IOException {
    Path second = executable(folder.resolve("2/tool"));
    Path third = executable(folder.resolve("3/tool"));
    assertThat(find("tool", folder + "/1", folder + "/2", folder + "/3")).isEqualTo(second);
    assertThat(find("tool", folder + "/3", folder + "/2")).isEqualTo(third);
    assertThat(find("other", folder + "/2")).isNull();
  }

  @Test
  void relativeEntries_areSkipped() throws IOException {
    Path planted = executable(folder.resolve("planted/tool"));
    Path relative = Path.of("").toAbsolutePath().relativize(planted.getParent());
    for (String entry :
        List.of("", ".", "..", "~", "~/bin", " ", relative.toString(), "./" + relative, "a\0b")) {
      assertThat(find("tool", entry)).as(entry).isNull();
    }
    assertThat(find(relative + "/tool", folder.toString())).isNull();
    assertThat(find("planted/tool", folder.toString())).isNull();
    assertThat(find("./tool", planted.getParent().toString())).isNull();
    assertThat(find("", planted.toString())).isNull();
    assertThat(FINDER.find("tool", Map.of())).isNull();
    assertThat(FINDER.find("tool", Map.of("Path", planted.getParent().toString())))
        .as("another variable")
        .isNull();
  }

  @Test
  void workingDirectory_isSkippedUnderAnyName() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path planted = executable(Files.createTempFile(here.resolve("target"), "planted", ""));
    Path link = Files.createSymbolicLink(folder.resolve("link"), here);
    Path moved = Files.move(planted, here.resolve(planted.getFileName()));
    try {
      String name = moved.getFileName().toString();
      for (Object entry : List.of(here, here + "/", here + "/.", here + "/target/..", link)) {
        assertThat(find(name, entry.toString())).as(entry.toString()).isNull();
        Map<String, String> environment = new HashMap<>(Map.of("PATH", entry + ":/usr/bin"));
        FINDER.keepAbsoluteEntries(environment);
        assertThat(environment).containsEntry("PATH", "/usr/bin");
      }
    } finally {
      Files.delete(moved);
    }
  }

  @Test
  void onlyExecutableRegularFiles_areFound() throws IOException {
    Files.createDirectories(folder.resolve("1/tool"));
    Files.writeString(Files.createDirectories(folder.resolve("2")).resolve("tool"), "x");
    Files.createSymbolicLink(
        Files.createDirectories(folder.resolve("3")).resolve("tool"), Path.of("/no/such/file"));
    Path link = Files.createDirectories(folder.resolve("4")).resolve("tool");
    Files.createSymbolicLink(link, executable(folder.resolve("elsewhere/real")));
    assertThat(find("tool", folder + "/1", folder + "/2", folder + "/3")).isNull();
    assertThat(find("tool", folder + "/1", folder + "/2", folder + "/3", folder + "/4"))
        .isEqualTo(link);
  }

  @Test
  void absolutePath_isFoundWithoutSearching() throws IOException {
    Path tool = executable(folder.resolve("tool"));
    assertThat(find(tool.toString())).isEqualTo(tool);
    assertThat(find(folder.toString())).isNull();
  }

  @Test
  void childPath_hasAbsoluteEntriesOnly() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", ":/usr/bin:relative:.:~/bin:/bin:");
    environment.put("PATHS", "left:alone");
    FINDER.keepAbsoluteEntries(environment);
    assertThat(environment).isEqualTo(Map.of("PATH", "/usr/bin:/bin", "PATHS", "left:alone"));
    for (String nothing : List.of("", ":", ".", "relative::")) {
      environment.put("PATH", nothing);
      FINDER.keepAbsoluteEntries(environment);
      assertThat(environment).doesNotContainKey("PATH");
    }
  }

  @Test
  void child_startsOutsideTheWorkingDirectory() {
    ProcessBuilder builder = ChildProcess.builder(Path.of("/usr/bin/tool"), List.of("a b"));
    assertThat(builder.command()).containsExactly("/usr/bin/tool", "a b");
    assertThat(builder.directory()).isEqualTo(new File("/"));
  }
}
