package io.github.adtauth.internal.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/** Files as an attacker or a mistake makes them; tests that need a right or a tool are skipped. */
public final class TestFiles {
  /** A user that this process is not. */
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

  /** Gives a symbolic link, not what it leads to, to another user. */
  public static Path linkOfStranger(Path link) throws IOException {
    assumeTrue(ProcessUser.uid() == 0, "only root gives files away");
    UserPrincipal otherUser =
        link.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(String.valueOf(OTHER_USER));
    Files.getFileAttributeView(link, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(otherUser);
    return link;
  }

  /** Sets the permissions, such as {@code rwxr-x---}. */
  public static Path mode(Path file, String permissions) throws IOException {
    assumeTrue(FileStatus.hasOwners(file), "no POSIX permissions here");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** Lets everybody create files in the folder, and replace only their own, as in /tmp. */
  public static Path sticky(Path folder) throws IOException {
    assumeTrue(FileStatus.hasOwners(folder), "no POSIX permissions here");
    Files.setAttribute(folder, "unix:mode", 01777);
    return folder;
  }
}
