package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Detects files that users other than this process's user and root could have written: planted keys
 * and certificates. Compares user ids, because names can be mapped. Detects nothing where files
 * have no owner (Windows). Immutable, thread-safe.
 */
public final class FileOwnership {
  private static final int ROOT = 0;
  private static final FileOwnership OF_PROCESS = new FileOwnership(ProcessUser.uid());

  private final int user;
  private final boolean groupMayWrite;
  private final boolean othersMustNotRead;

  /** Creates a check for the user with this id; {@link FileStatus#UNKNOWN} trusts any owner. */
  FileOwnership(int user) {
    this(user, false, false);
  }

  private FileOwnership(int user, boolean groupMayWrite, boolean othersMustNotRead) {
    this.user = user;
    this.groupMayWrite = groupMayWrite;
    this.othersMustNotRead = othersMustNotRead;
  }

  /** Returns a check for the user of this process. */
  public static FileOwnership ofProcess() {
    return OF_PROCESS;
  }

  /**
   * Returns a check that also trusts a group-writable file, such as one that was created with the
   * common umask 002. Its folder is checked as before.
   */
  FileOwnership allowingGroup() {
    return new FileOwnership(user, true, false);
  }

  /** Returns a rule that rejects a file to which others have any right. */
  FileOwnership requiringPrivacy() {
    return new FileOwnership(user, false, true);
  }

  /** Returns why others can change the file or folder, and the fix; null if they cannot. */
  public @Nullable String problem(FileStatus status) {
    String owner = ownerProblem(status);
    return owner == null && status.isWritableByOthers()
        ? "others may write to it: remove that permission (chmod go-w)"
        : owner;
  }

  /**
   * Returns why others can replace files in the folder, and the fix; null if they cannot, as in
   * {@code /tmp}, where each user may create files, but not replace those of others.
   */
  public @Nullable String folderProblem(FileStatus status) {
    return status.isSticky() ? ownerProblem(status) : problem(status);
  }

  /**
   * Returns why others can change or replace a file, and the fix; null if they cannot. A symbolic
   * link is not followed.
   *
   * @throws IOException if the file or its folder cannot be examined
   */
  @Nullable String problem(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    FileStatus status = FileStatus.of(file, LinkOption.NOFOLLOW_LINKS);
    return folder == null ? problem(status) : problem(status, folder, FileStatus.of(folder));
  }

  /** Returns the same as {@link #problem(Path)}, for statuses that have already been read. */
  @Nullable String problem(FileStatus file, Path folder, FileStatus folderStatus) {
    if (othersMustNotRead && isOpenToOthers(file)) {
      return "others can access it: replace the key, because they may have read it, and restrict"
          + " the file to its owner (chmod 600)";
    }
    String problem = groupMayWrite ? problemBeside(file, null) : problem(file);
    if (problem != null) {
      return problem;
    }
    String ofFolder = folderProblem(folderStatus);
    return ofFolder == null
        ? null
        : "of its folder " + Redactor.sanitizePath(folder) + ": " + ofFolder;
  }

  /**
   * Returns why others can choose which file a path leads to, by a symbolic link at any level, and
   * the fix; null if they cannot. See {@link TrustedPath}.
   *
   * @throws IOException if a link or its folder cannot be examined
   */
  public @Nullable String linkProblem(Path path) throws IOException {
    try {
      Path unused = TrustedPath.resolve(path, this);
      return null;
    } catch (UntrustedFileException e) {
      return e.problem();
    }
  }

  /**
   * Returns why others can choose where a symbolic link leads, and the fix; null if they cannot. A
   * link itself has no permissions.
   *
   * @param last whether the link is the file itself, which others must not replace
   */
  @Nullable String linkProblem(Path link, FileStatus status, boolean last) throws IOException {
    Path folder = link.getParent();
    if (folder == null) {
      return null;
    }
    FileStatus folderStatus = FileStatus.of(folder);
    if (problem(folderStatus) == null) {
      return null;
    }
    String problem = ownerProblem(status);
    if (problem == null && last) {
      problem = folderProblem(folderStatus);
    }
    return problem == null ? null : "of the link " + Redactor.sanitizePath(link) + ": " + problem;
  }

  /**
   * Returns why an overlay is not trusted, and the fix. Returns null if it belongs to the owner of
   * the main file, to this user or to root, and not everybody may write to it.
   */
  public @Nullable String problemBeside(FileStatus file, @Nullable FileStatus main) {
    if (file.mode() != FileStatus.UNKNOWN && (file.mode() & 0002) != 0) {
      return "everybody may write to it: remove that permission (chmod o-w)";
    }
    return main != null && file.uid() == main.uid() ? null : ownerProblem(file);
  }

  /**
   * Returns whether other users have any permission on the file. A file of root may be readable by
   * its group, because otherwise this process could not read it.
   */
  boolean isOpenToOthers(FileStatus status) {
    int others = status.uid() == ROOT && user != ROOT ? 0037 : 0077;
    return status.mode() != FileStatus.UNKNOWN && (status.mode() & others) != 0;
  }

  private @Nullable String ownerProblem(FileStatus status) {
    int uid = status.uid();
    if (uid == FileStatus.UNKNOWN || user == FileStatus.UNKNOWN || uid == user || uid == ROOT) {
      return null;
    }
    return "it belongs to user id "
        + uid
        + ", neither to the user of this process (id "
        + user
        + ") nor to root: change its owner (chown)";
  }
}
