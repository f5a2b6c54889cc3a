package io.github.adtauth.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes new files and folders accessible to their owner only: with POSIX permissions when they are
 * created, or, on Windows, with an access control list right after that. On other file systems,
 * such as FAT, nothing is restricted. Stateless.
 */
public final class OwnerAccess {
  private OwnerAccess() {}

  /** Returns the attributes of a new folder at this path. */
  public static FileAttribute<?>[] folderAttributes(Path path) {
    return attributes(path, "rwx------");
  }

  /** Returns the attributes of a new file in this folder. */
  static FileAttribute<?>[] fileAttributes(Path folder) {
    return attributes(folder, "rw-------");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return hasView(path, "posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Restricts the access control list of a new file or folder to its owner, and with it the lists
   * of the files that will be created in that folder. Does nothing where the attributes at the
   * creation restrict them already.
   *
   * <p>A file that belongs to a group keeps the list that it has inherited: with elevated rights,
   * an administrator creates files of the group <i>Administrators</i>, and could not read them any
   * more without those rights.
   *
   * @throws IOException if the list cannot be set
   */
  public static void restrict(Path path) throws IOException {
    if (hasView(path, "posix")
        || !Files.getFileStore(path).supportsFileAttributeView(AclFileAttributeView.class)) {
      return;
    }
    AclFileAttributeView view =
        Files.getFileAttributeView(path, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    UserPrincipal owner = view == null ? null : view.getOwner();
    if (owner == null || owner instanceof GroupPrincipal) {
      return;
    }
    Set<AclEntryFlag> inherited =
        Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
            ? EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
            : EnumSet.noneOf(AclEntryFlag.class);
    view.setAcl(
        List.of(
            AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(inherited)
                .build()));
  }

  private static boolean hasView(Path path, String name) {
    return path.getFileSystem().supportedFileAttributeViews().contains(name);
  }
}
