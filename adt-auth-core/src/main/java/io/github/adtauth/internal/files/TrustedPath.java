package io.github.adtauth.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves the symbolic links of a path, and rejects those that another user may have created.
 *
 * <p>A link at any level must belong to this process's user or to root, unless nobody else may
 * write to its folder: the rule of {@code protected_symlinks} in Linux (proc_sys_fs(5)), applied
 * also outside sticky folders. Stateless.
 */
final class TrustedPath {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private TrustedPath() {}

  /**
   * Returns the path without symbolic links, {@code .} and {@code ..}. It may lead to a file that
   * does not exist.
   *
   * @throws UntrustedFileException if another user may have created a link
   * @throws IOException if the path cannot be examined
   */
  static Path resolve(Path path, FileOwnership ownership) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path resolved = absolute.getRoot();
    Deque<Path> names = new ArrayDeque<>();
    absolute.forEach(names::addLast);
    int links = 0;
    while (!names.isEmpty()) {
      Path name = names.removeFirst();
      Path next = resolved.resolve(name);
      if (name.toString().equals(".") || name.toString().equals("..")) {
        resolved = next.normalize();
      } else if (!isLink(next)) {
        resolved = next;
      } else if (++links > MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      } else {
        FileStatus link = FileStatus.of(next, LinkOption.NOFOLLOW_LINKS);
        String problem = ownership.linkProblem(next, link, names.isEmpty());
        if (problem != null) {
          throw new UntrustedFileException(path, problem);
        }
        Path target = Files.readSymbolicLink(next);
        if (link.equals(FileStatus.of(next, LinkOption.NOFOLLOW_LINKS))) {
          resolved = target.isAbsolute() ? target.getRoot() : resolved;
          prepend(target, names);
        } else {
          names.addFirst(name); // replaced meanwhile
        }
      }
    }
    return resolved;
  }

  private static boolean isLink(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isSymbolicLink();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void prepend(Path target, Deque<Path> names) {
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      names.addFirst(target.getName(i));
    }
  }
}
