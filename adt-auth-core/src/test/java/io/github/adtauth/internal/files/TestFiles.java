package io.github.adtauth.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/**
 * Creates untrusted and irregular files. Skips a test if a required permission or tool is missing.
 */
public final class TestFiles {
  /** The id of another user. */
  public static final int OTHER_USER = 12_345;

  private TestFiles() {}

  /** Creates a named pipe that nobody writes to. */
  public static Path pipe(Path file) throws IOException, InterruptedException {
    Process mkfifo;
    try {
      mkfifo = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
    } catch (IOException e) {
      assumeTrue(false, "no mkfifo here");
      throw e;
    }
    assumeTrue(mkfifo.waitFor() == 0, "no named pipes here");
    return file;
  }

  /** Gives the file to another user. */
  public static Path ofOtherUser(Path file) throws IOException {
    assumeTrue(ProcessUser.uid() == 0, "only root gives files away");
    Files.setAttribute(file, "unix:uid", OTHER_USER);
    return file;
  }

  /** Gives a symbolic link, but not its target, to another user. */
  public static Path linkOfOtherUser(Path link) throws IOException {
    assumeTrue(ProcessUser.uid() == 0, "only root gives files away");
    UserPrincipal otherUser =
        link.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(String.valueOf(OTHER_USER));
    Files.getFileAttributeView(link, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(otherUser);
    return link;
  }

  /** Asserts that only its owner can access a file: by its permissions, or by its list. */
  public static void assertOwnerOnly(Path file) throws IOException {
    if (FileStatus.hasOwners(file)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    } else {
      assertThat(WindowsFiles.onlyEntry(file).principal()).isEqualTo(Files.getOwner(file));
    }
  }

  /** Sets the permissions, such as {@code rwxr-x---}. */
  public static Path mode(Path file, String permissions) throws IOException {
    assumeTrue(FileStatus.hasOwners(file), "no POSIX permissions here");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** Permits all users to create files in the folder, but to replace only their own, as in /tmp. */
  public static Path sticky(Path folder) throws IOException {
    assumeTrue(FileStatus.hasOwners(folder), "no POSIX permissions here");
    Files.setAttribute(folder, "unix:mode", 01777);
    return folder;
  }
}
