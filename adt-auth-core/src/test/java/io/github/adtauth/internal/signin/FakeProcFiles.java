package io.github.adtauth.internal.signin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Files of {@code /proc} with the given contents. All other files are missing. */
final class FakeProcFiles implements ProcFiles {
  static final String TCP_HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> endless = new HashMap<>();

  /** Returns the files that a process of this user sees outside user namespaces. */
  static FakeProcFiles of(long uid) {
    return new FakeProcFiles()
        .put("/proc/self/status", status(uid))
        .put("/proc/self/uid_map", "         0          0 4294967295\n")
        .put("/proc/net/tcp", TCP_HEADER)
        .put("/proc/net/tcp6", TCP_HEADER);
  }

  FakeProcFiles put(String path, String text) {
    files.put(path, text);
    return this;
  }

  FakeProcFiles append(String path, String text) {
    files.merge(path, text, String::concat);
    return this;
  }

  FakeProcFiles remove(String path) {
    files.remove(path);
    return this;
  }

  /** Lets a file repeat this text, for more than 100 MB. */
  FakeProcFiles endless(String path, String text) {
    endless.put(path, text);
    return this;
  }

  private static InputStream endless(String text) {
    byte[] block = text.repeat(1 << 10).getBytes(StandardCharsets.ISO_8859_1);
    return new SequenceInputStream(
        Collections.enumeration(
            Collections.nCopies((100 << 20) / block.length + 1, block).stream()
                .<InputStream>map(ByteArrayInputStream::new)
                .toList()));
  }

  @Override
  public InputStream open(String path) throws IOException {
    if (endless.containsKey(path)) {
      return endless(endless.get(path));
    }
    String text = files.get(path);
    if (text == null) {
      throw new NoSuchFileException(path);
    }
    if (text.equals("unreadable")) {
      throw new IOException("Permission denied");
    }
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String status(long uid) {
    return "Name:\tjava\nUmask:\t0022\nUid:\t7\t" + uid + "\t7\t7\nGid:\t7\t7\t7\t7\n";
  }

  /** Returns a row of {@code /proc/net/tcp}. */
  static String row(String local, String remote, String state, long uid) {
    return String.format(
        "%4d: %s %s %s 00000000:00000000 00:00000000 00000000 %5d        0 29543 1"
            + " 0000000016f26c8d 100 0 0 10 0                     %n",
        3, local, remote, state, uid);
  }
}
