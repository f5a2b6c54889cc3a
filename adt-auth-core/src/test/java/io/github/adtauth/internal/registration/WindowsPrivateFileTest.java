package io.github.adtauth.internal.registration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.internal.files.WindowsFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests new keys and settings on a file system of Windows, in memory. */
class WindowsPrivateFileTest {
  @Test
  void newFile_isAccessibleToOwnerOnly() throws IOException {
    try (FileSystem windows = WindowsFiles.create()) {
      Path folder = Files.createDirectories(windows.getPath("C:\\Users\\alice\\My Tool"));
      WindowsFiles.allowEverything(folder, "Everyone");
      Path file = folder.resolve("app.pem");
      PrivateFile.write(file, "key".getBytes(US_ASCII), false);
      assertThat(file).hasContent("key");
      assertThat(WindowsFiles.onlyEntry(file).principal()).isEqualTo(Files.getOwner(file));
      assertThatThrownBy(() -> PrivateFile.write(file, new byte[1], false))
          .isInstanceOf(FileAlreadyExistsException.class);

      WindowsFiles.allowEverything(file, "Everyone");
      PrivateFile.write(file, "other".getBytes(US_ASCII), true);
      assertThat(file).hasContent("other");
      assertThat(WindowsFiles.onlyEntry(file).principal()).isEqualTo(Files.getOwner(file));
      assertThat(PrivateFile.isOpenToWriters(file)).isFalse();
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
    }
  }
}
