package io.github.adtauth.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.files.WindowsFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the key files of the Azure Arc agent on a file system of Windows, in memory. */
class WindowsArcKeyTest {
  private static final Request REQUEST =
      new Request.Builder().url("http://localhost:40342/metadata/identity/oauth2/token").build();

  private final FileSystem windows = WindowsFiles.create();
  private final Path keys = windows.getPath("C:\\ProgramData\\AzureConnectedMachineAgent\\Tokens");
  private final ArcEndpoint arc =
      new ArcEndpoint(HttpUrl.get("http://localhost:40342/metadata/identity/oauth2/token"), keys);

  @BeforeEach
  void setUp() throws IOException {
    Files.createDirectories(keys);
    Files.writeString(keys.resolve("1.key"), "the-key\r\n");
  }

  @AfterEach
  void tearDown() throws IOException {
    windows.close();
  }

  private @Nullable Request authenticate(String file) {
    return authenticate(arc, file);
  }

  private static @Nullable Request authenticate(ArcEndpoint arc, String file) {
    Response challenge =
        new Response.Builder()
            .request(REQUEST)
            .protocol(Protocol.HTTP_1_1)
            .code(401)
            .message("")
            .header("WWW-Authenticate", "Basic realm=" + file)
            .build();
    return arc.authenticate(challenge, REQUEST);
  }

  @Test
  void key_isReadWithoutItsLineEnd() {
    for (String file :
        List.of(
            keys + "\\1.key",
            "c:\\programdata\\AZUREConnectedMachineAgent\\tokens\\1.key",
            "C:/ProgramData/AzureConnectedMachineAgent/Tokens/1.key")) {
      assertThat(authenticate(file).header("Authorization")).as(file).isEqualTo("Basic the-key");
    }
  }

  @Test
  void pathWithSpaces_isRead() throws IOException {
    Path folder = Files.createDirectories(windows.getPath("C:\\Program Data\\Tokens"));
    Files.writeString(folder.resolve("1.key"), "the-key");
    ArcEndpoint moved = new ArcEndpoint(arc.url(), folder);
    for (String file : List.of(folder + "\\1.key", '"' + folder.toString() + "\\1.key\"")) {
      assertThat(authenticate(moved, file).header("Authorization")).isEqualTo("Basic the-key");
    }
  }

  @Test
  void fileElsewhere_isRejected() throws IOException {
    Files.writeString(windows.getPath("C:\\ProgramData\\2.key"), "x");
    Files.createDirectories(keys.resolve("sub"));
    Files.writeString(keys.resolve("sub\\3.key"), "x");
    Files.writeString(keys.resolve("4.txt"), "x");
    for (String file :
        List.of(
            "C:\\ProgramData\\2.key",
            keys + "\\..\\..\\2.key",
            keys + "\\sub\\3.key",
            keys + "\\4.txt",
            keys + "\\4.txt:1.key",
            "\\\\server\\share\\1.key",
            "/var/opt/azcmagent/tokens/1.key",
            "1.key")) {
      assertThatThrownBy(() -> authenticate(file))
          .as(file)
          .isInstanceOf(UnexpectedResponseException.class)
          .hasMessageContaining("outside its directory");
    }
  }
}
