package io.github.adtauth.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests access control lists on a file system of Windows, in memory. */
class OwnerAccessTest {
  @Test
  void list_isReplacedByOwner() throws IOException {
    try (FileSystem windows = WindowsFiles.create()) {
      Path file = Files.createFile(windows.getPath("key.pem"));
      WindowsFiles.allowEverything(file, "Everyone");
      OwnerAccess.restrict(file);
      AclEntry entry = WindowsFiles.onlyEntry(file);
      assertThat(entry.principal()).isEqualTo(Files.getOwner(file));
      assertThat(entry.flags()).isEmpty();
    }
  }

  /** With elevated rights, an administrator creates files that belong to a group. */
  @Test
  void fileOfGroup_keepsItsList() throws IOException {
    try (FileSystem windows = WindowsFiles.create()) {
      Path file = Files.createFile(windows.getPath("key.pem"));
      List<AclEntry> inherited = WindowsFiles.allowEverything(file, "alice");
      Files.setOwner(
          file,
          windows.getUserPrincipalLookupService().lookupPrincipalByGroupName("Administrators"));
      OwnerAccess.restrict(file);
      assertThat(WindowsFiles.acl(file)).isEqualTo(inherited);
    }
  }

  /** A USB stick has neither lists nor owners. */
  @Test
  void fileSystemWithoutLists_isLeftAsItIs() throws IOException {
    try (FileSystem fat = Jimfs.newFileSystem(Configuration.windows())) {
      Path file = Files.createFile(fat.getPath("key.pem"));
      OwnerAccess.restrict(file);
      assertThat(OwnerAccess.folderAttributes(file)).isEmpty();
    }
  }
}
