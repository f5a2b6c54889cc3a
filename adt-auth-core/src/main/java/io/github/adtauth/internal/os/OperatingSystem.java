package io.github.adtauth.internal.os;

import io.github.adtauth.internal.text.Ascii;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operating systems that the library distinguishes. Differences between file systems are not
 * listed here: code that uses a file checks the attribute views of its file system.
 */
public enum OperatingSystem {
  LINUX,
  MACOS,
  WINDOWS,
  OTHER;

  private static final OperatingSystem CURRENT = fromName(System.getProperty("os.name", ""));

  /** Returns the operating system of this process. */
  public static OperatingSystem current() {
    return CURRENT;
  }

  /** Returns the system with this name, in the form of the system property {@code os.name}. */
  static OperatingSystem fromName(String name) {
    String lower = Ascii.toLowerCase(name);
    if (lower.startsWith("linux")) {
      return LINUX;
    } else if (lower.startsWith("mac")) {
      return MACOS;
    }
    return lower.startsWith("windows") ? WINDOWS : OTHER;
  }

  /** Returns whether this is Windows. */
  public boolean isWindows() {
    return this == WINDOWS;
  }

  /** Returns the character between the entries of {@code PATH}. */
  public char pathSeparator() {
    return isWindows() ? ';' : ':';
  }

  /**
   * Returns the environment, with names that ignore case on Windows. {@link System#getenv()}
   * returns a map that does not, although its variables do.
   */
  public Map<String, String> environment(Map<String, String> variables) {
    if (!isWindows()) {
      return variables;
    }
    Map<String, String> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoringCase.putAll(variables);
    return Collections.unmodifiableMap(ignoringCase);
  }
}
