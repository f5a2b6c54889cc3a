package io.github.adtauth.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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
        continue;
      }
      FileStatus link = status(next);
      if (link == null || !link.isLink()) {
        resolved = next;
        continue;
      }
      String problem = ownership.linkProblem(next, link, names.isEmpty());
      if (problem != null) {
        throw new UntrustedFileException(path, problem);
      }
      if (++links > MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      Path target = target(next);
      if (target == null || !link.equals(status(next))) {
        names.addFirst(name); // replaced since it was checked
      } else {
        resolved = target.isAbsolute() ? target.getRoot() : resolved;
        prepend(target, names);
      }
    }
    return resolved;
  }

  /** Returns the status of a file or link; null if there is none. */
  private static @Nullable FileStatus status(Path path) throws IOException {
    try {
      return FileStatus.of(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Returns where a link leads; null if it is not a link any more. */
  private static @Nullable Path target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link);
    } catch (NoSuchFileException | NotLinkException e) {
      return null;
    }
  }

  private static void prepend(Path target, Deque<Path> names) {
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      names.addFirst(target.getName(i));
    }
  }
}
