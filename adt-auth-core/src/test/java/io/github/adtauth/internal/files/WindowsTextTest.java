package io.github.adtauth.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.internal.credential.FederatedTokenFile;
import io.github.adtauth.internal.registration.SettingsFile;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.SealingKeySource;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests files that were edited on Windows: with CRLF and, perhaps, a byte order mark. */
class WindowsTextTest {
  private static final String CLIENT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String KEYS =
      "new:"
          + Base64.getEncoder().encodeToString(new byte[32])
          + "\r\n"
          + "old:"
          + Base64.getEncoder().encodeToString(new byte[32])
          + "\r\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void settings_areRead(String mark) throws IOException {
    Path file = folder.resolve("adt.properties");
    Files.writeString(file, mark + "tenant=contoso.com\r\nclientId=" + CLIENT + "\r\n# end\r\n");
    assertThat(DigitalTwinsConfig.fromFile(file).tenant()).isEqualTo("contoso.com");
    SettingsFile settings = SettingsFile.open(file, CLIENT, null);
    settings.set("scope", "x");
    settings.write();
    assertThat(file).hasContent("clientId=" + CLIENT + "\ntenant=contoso.com\nscope=x\n# end\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void keyFile_isRead(String mark) throws IOException {
    Path file = Files.createDirectory(folder.resolve("keys")).resolve("key");
    Files.writeString(file, mark + KEYS);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      TestFiles.mode(file, "rw-------");
    }
    KeyRing ring = SealingKeySource.fromKeyFile(file, folder.resolve("store")).keyRing();
    assertThat(ring).hasToString("KeyRing[new, old]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF"})
  void keyFileOfWindows_isRead(String mark) throws IOException {
    try (FileSystem windows = WindowsFiles.create()) {
      Path file = Files.writeString(windows.getPath("C:\\work\\key"), mark + KEYS);
      KeyRing ring = SealingKeySource.fromKeyFile(file, windows.getPath("C:\\store")).keyRing();
      assertThat(ring).hasToString("KeyRing[new, old]");
    }
  }

  /** A token with a byte order mark is rejected, like one in UTF-16. */
  @Test
  void federatedToken_isReadWithoutItsLineEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "a.b.c\r\n");
    assertThat(new FederatedTokenFile(file).token().reveal()).isEqualTo("a.b.c");
  }
}
