package io.github.adtauth.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.internal.os.OperatingSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOwnershipTest {
  private static final int ME = 1000;

  private final FileOwnership mine = new FileOwnership(ME);
  @TempDir private Path folder;

  private static FileStatus status(int uid, int mode) {
    return new FileStatus(true, false, uid, mode, FileTime.fromMillis(0), 1, null);
  }

  @ParameterizedTest
  @ValueSource(ints = {0600, 0400, 0644, 0755, 0500})
  void ownedUnwritableFile_isTrusted(int mode) {
    assertThat(mine.problem(status(ME, mode))).isNull();
    assertThat(mine.problem(status(0, mode))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0620, 0602, 0666, 0777, 01777})
  void fileWritableByOthers_isNotTrusted(int mode) {
    assertThat(mine.problem(status(ME, mode))).contains("others may write", "chmod go-w");
    assertThat(mine.problem(status(0, mode))).contains("others may write");
  }

  @Test
  void fileOfAnotherUser_isNotTrusted() {
    assertThat(mine.problem(status(1001, 0600)))
        .contains("user id 1001", "(id 1000)", "root", "chown");
    assertThat(new FileOwnership(0).problem(status(ME, 0600))).contains("user id 1000");
  }

  @Test
  void stickyFolderOfThisUser_isTrusted() {
    assertThat(mine.folderProblem(status(0, 01777))).isNull();
    assertThat(mine.folderProblem(status(ME, 01777))).isNull();
    assertThat(mine.folderProblem(status(1001, 01777))).contains("user id 1001");
    assertThat(mine.folderProblem(status(0, 0777))).contains("others may write");
    assertThat(mine.folderProblem(status(0, 0775))).contains("others may write");
    assertThat(mine.folderProblem(status(ME, 0755))).isNull();
  }

  @Test
  void unknownOwnersAndModes_areTrusted() {
    assertThat(mine.problem(status(FileStatus.UNKNOWN, FileStatus.UNKNOWN))).isNull();
    assertThat(mine.folderProblem(status(FileStatus.UNKNOWN, FileStatus.UNKNOWN))).isNull();
    assertThat(mine.isOpenToOthers(status(FileStatus.UNKNOWN, FileStatus.UNKNOWN))).isFalse();
    assertThat(new FileOwnership(FileStatus.UNKNOWN).problem(status(1001, 0600))).isNull();
  }

  @Test
  void keyFile_mustBePrivate_rootsMayBeGroupReadable() {
    assertThat(mine.isOpenToOthers(status(ME, 0600))).isFalse();
    assertThat(mine.isOpenToOthers(status(ME, 0640))).isTrue();
    assertThat(mine.isOpenToOthers(status(0, 0440))).isFalse();
    assertThat(mine.isOpenToOthers(status(0, 0444))).isTrue();
    assertThat(mine.isOpenToOthers(status(0, 0460))).isTrue();
    assertThat(new FileOwnership(0).isOpenToOthers(status(0, 0440))).isTrue();
  }

  /** The owner of a new file is the effective user of /proc. */
  @Test
  void userOfThisProcess_ownsItsNewFiles() throws Exception {
    assertThat(ProcessUser.uid()).isEqualTo(ProcessUser.ofNewFile());
    assertThat(FileOwnership.ofProcess().problem(folder)).isNull();
  }

  /** On Windows and macOS, another user may have created a folder {@code /proc}. */
  @Test
  void statusOfProcess_isReadOnLinuxOnly() throws Exception {
    Path status = Files.writeString(folder.resolve("status"), "Uid:\t1000\t1001\t1002\t1003\n");
    assertThat(ProcessUser.uid(OperatingSystem.LINUX, status)).isEqualTo(1001);
    assertThat(ProcessUser.uid(OperatingSystem.MACOS, status)).isEqualTo(ProcessUser.ofNewFile());
    assertThat(ProcessUser.uid(OperatingSystem.WINDOWS, status)).isEqualTo(FileStatus.UNKNOWN);
  }

  @Test
  void effectiveUserId_isRead() {
    assertThat(ProcessUser.ofStatus(List.of("Name:\tjava", "Uid:\t1000\t1001\t1002\t1003")))
        .isEqualTo(1001);
    assertThat(ProcessUser.ofStatus(List.of("Name:\tjava"))).isEqualTo(FileStatus.UNKNOWN);
  }
}
