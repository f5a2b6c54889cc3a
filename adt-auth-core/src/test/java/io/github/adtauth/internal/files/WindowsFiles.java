package io.github.adtauth.internal.files;

import static java.nio.file.attribute.AclEntryType.ALLOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.EnumSet;
import java.util.List;

/**
 * File systems in memory that behave as those of Windows: drive letters, backslashes, names that
 * ignore case, access control lists, and neither POSIX permissions nor user ids.
 */
public final class WindowsFiles {
  private WindowsFiles() {}

  /** Returns a file system with the working directory {@code C:\work}. */
  public static FileSystem create() {
    return Jimfs.newFileSystem(
        Configuration.windows().toBuilder()
            .setAttributeViews("basic", "owner", "dos", "acl")
            .build());
  }

  /** Returns the access control list of a file. */
  public static List<AclEntry> acl(Path file) throws IOException {
    return Files.getFileAttributeView(file, AclFileAttributeView.class).getAcl();
  }

  /** Returns the entry of a list that has only one, and that grants all permissions. */
  public static AclEntry onlyEntry(Path file) throws IOException {
    assertThat(acl(file)).hasSize(1);
    AclEntry entry = acl(file).get(0);
    assertThat(entry.type()).isEqualTo(ALLOW);
    assertThat(entry.permissions()).containsAll(EnumSet.allOf(AclEntryPermission.class));
    return entry;
  }

  /** Sets a list that permits a user everything, and returns it. */
  public static List<AclEntry> allowEverything(Path file, String user) throws IOException {
    AclEntry entry =
        AclEntry.newBuilder()
            .setType(ALLOW)
            .setPrincipal(
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user))
            .setPermissions(EnumSet.allOf(AclEntryPermission.class))
            .build();
    Files.getFileAttributeView(file, AclFileAttributeView.class).setAcl(List.of(entry));
    return List.of(entry);
  }
}
