package io.github.adtauth.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.internal.files.WindowsFiles;
import io.github.adtauth.internal.os.OperatingSystem;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the search of programs, and the preparation of child processes, as on Windows. */
class WindowsProcessTest {
  private static final String WBIN = "C:\\Program Files\\Microsoft SDKs\\Azure\\CLI2\\wbin";

  private final FileSystem windows = WindowsFiles.create();
  private final ExecutableFinder finder = new ExecutableFinder(OperatingSystem.WINDOWS, windows);

  @AfterEach
  void tearDown() throws IOException {
    windows.close();
  }

  private Path program(String path) throws IOException {
    Path file = windows.getPath(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private @Nullable Path az(String searchPath) {
    return finder.find("az", Map.of("PATH", searchPath));
  }

  /** The folder of the Azure CLI also has a file {@code az}, a script for the shells of Unix. */
  @Test
  void azureCli_isFoundByItsSuffix() throws IOException {
    program(WBIN + "\\az");
    assertThat(az(WBIN)).isNull();
    Path az = program(WBIN + "\\az.cmd");
    assertThat(az("C:\\Windows;" + WBIN)).isEqualTo(az);
    assertThat(az(WBIN + "\\")).isEqualTo(az);
    assertThat(az(WBIN.toUpperCase(Locale.ROOT))).isEqualTo(az);
    Path exe = program("C:\\venv\\Scripts\\az.exe");
    assertThat(az("C:\\venv\\Scripts;" + WBIN)).isEqualTo(exe);
    assertThat(az(WBIN + ";C:\\venv\\Scripts")).isEqualTo(az);
  }

  @Test
  void absolutePath_isFoundWithoutSearching() throws IOException {
    Path rundll = program("C:\\Windows\\System32\\rundll32.exe");
    assertThat(finder.find("C:\\WINDOWS\\System32\\rundll32.exe", Map.of())).isEqualTo(rundll);
    assertThat(finder.find("C:\\Windows\\System32", Map.of())).isNull();
  }

  @Test
  void nameOfSearchPath_ignoresCase() throws IOException {
    Path az = program(WBIN + "\\az.cmd");
    for (String name : List.of("Path", "path", "PATH")) {
      assertThat(finder.find("az", Map.of(name, WBIN))).as(name).isEqualTo(az);
    }
    ExecutableFinder linux = new ExecutableFinder(OperatingSystem.LINUX, windows);
    assertThat(linux.find("az.cmd", Map.of("Path", WBIN))).isNull();
  }

  @Test
  void relativeEntries_areSkipped() throws IOException {
    program("C:\\work\\az.cmd");
    program("C:\\work\\bin\\az.cmd");
    program("C:\\tools\\az.cmd");
    for (String entry :
        List.of(
            "",
            ".",
            "bin",
            "C:\\work",
            "C:\\work\\",
            "c:\\WORK",
            "C:\\work\\bin\\..",
            "\\tools",
            "C:tools",
            "a|b",
            "?")) {
      assertThat(az(entry)).as(entry).isNull();
    }
  }

  /** The quotes keep a semicolon from dividing a folder into two others. */
  @Test
  void quotedEntries_areNotDivided() throws IOException {
    Path az = program(WBIN + "\\az.cmd");
    assertThat(az('"' + WBIN + '"')).isEqualTo(az);
    assertThat(az("C:\\Windows;\"" + WBIN + "\";C:\\bin")).isEqualTo(az);
    assertThat(az("\"C:\\a;" + WBIN + "\"")).isNull();
    assertThat(az("\"C:\\a;b\";" + WBIN)).isEqualTo(az);
    assertThat(az("\"C:\\a;" + WBIN)).as("a quote without its end").isNull();
  }

  @Test
  void child_searchesNoWorkingDirectory() throws IOException {
    Path az = program(WBIN + "\\az.cmd");
    Files.createDirectories(windows.getPath("C:\\Windows"));
    for (String name : List.of("SystemRoot", "SYSTEMROOT")) {
      Map<String, String> environment = new HashMap<>();
      environment.put(name, "C:\\Windows");
      environment.put("Path", ".;C:\\work;C:\\Windows;bin;\"" + WBIN + '"');
      assertThat(ChildProcess.prepare(az, environment, finder))
          .as(name)
          .isEqualTo(windows.getPath("C:\\Windows"));
      assertThat(environment)
          .containsEntry("Path", "C:\\Windows;" + WBIN)
          .containsEntry("NoDefaultCurrentDirectoryInExePath", "1");
    }
    for (String root : List.of("C:\\missing", "Windows", "?", "")) {
      assertThat(ChildProcess.prepare(az, new HashMap<>(Map.of("SystemRoot", root)), finder))
          .as(root)
          .isEqualTo(windows.getPath("C:\\"));
    }
  }
}
