package io.github.adtauth.internal.signin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The TCP sockets of this network namespace and the users who own them, as Linux lists them in
 * {@code /proc/net/tcp} and {@code /proc/net/tcp6} (proc_pid_net(5)). An IPv4 socket is in the
 * first file or, if its address is IPv4-mapped, in the second. Immutable.
 */
final class TcpTable {
  private static final Pattern SPACE = Pattern.compile(" +");
  private static final Pattern UID = Pattern.compile("[0-9]{1,10}");
  private static final String ESTABLISHED = "01";
  private static final String LISTEN = "0A";

  /** Enough for half a million sockets, because a row has 150 characters. */
  private static final long MAX_CHARACTERS = 80L << 20;

  private final ProcFiles files;
  private final ByteOrder byteOrder;

  TcpTable(ProcFiles files, ByteOrder byteOrder) {
    this.files = files;
    this.byteOrder = byteOrder;
  }

  /**
   * Returns the owner of an established connection's socket, or empty if the table does not list it
   * in this state. A closed socket is listed with uid 0.
   */
  OptionalLong establishedUid(InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    return find(local, remote, ESTABLISHED);
  }

  /** Returns whether the table lists a connection's socket, in any state. */
  boolean isListed(InetSocketAddress local, InetSocketAddress remote) throws IOException {
    return find(local, remote, null).isPresent();
  }

  /** Returns the owner of a listening socket. */
  OptionalLong listeningUid(InetSocketAddress local) throws IOException {
    return find(local, null, LISTEN);
  }

  private OptionalLong find(
      InetSocketAddress local, @Nullable InetSocketAddress remote, @Nullable String state)
      throws IOException {
    OptionalLong uid = OptionalLong.empty();
    if (local.getAddress() instanceof Inet4Address) {
      uid = find("/proc/net/tcp", local, remote, state, false);
    }
    if (uid.isEmpty()) {
      try {
        uid = find("/proc/net/tcp6", local, remote, state, true);
      } catch (NoSuchFileException e) {
        return OptionalLong.empty(); // the kernel does not support IPv6
      }
    }
    return uid;
  }

  private OptionalLong find(
      String path,
      InetSocketAddress local,
      @Nullable InetSocketAddress remote,
      @Nullable String state,
      boolean six)
      throws IOException {
    String wantedLocal = text(local, six);
    String wantedRemote = remote == null ? null : text(remote, six);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(files.open(path), StandardCharsets.US_ASCII), 1 << 16)) {
      long read = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read += line.length() + 1;
        if (read > MAX_CHARACTERS) {
          throw new IOException(path + " lists too many sockets");
        }
        if (!line.contains(wantedLocal)) {
          continue; // fast and common path
        }
        // sl, local_address, rem_address, st, tx_queue:rx_queue, tr:tm->when, retrnsmt, uid, …
        String[] row = SPACE.split(line.strip(), 9);
        if (row.length > 8
            && row[1].equals(wantedLocal)
            && (wantedRemote == null || row[2].equals(wantedRemote))
            && (state == null || row[3].equals(state))
            && UID.matcher(row[7]).matches()) {
          return OptionalLong.of(Long.parseLong(row[7]));
        }
      }
      return OptionalLong.empty();
    }
  }

  /** Formats an address as the table does: each word of 32 bits in the byte order of the CPU. */
  private String text(InetSocketAddress socket, boolean six) {
    byte[] address = socket.getAddress().getAddress();
    ByteBuffer words =
        ByteBuffer.wrap(six ? mapped(socket.getAddress()) : address).order(byteOrder);
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append(String.format("%08X", words.getInt()));
    }
    return text.append(String.format(":%04X", socket.getPort())).toString();
  }

  /** Returns the 16 bytes of an address; an IPv4 address is IPv4-mapped (RFC 4291 2.5.5.2). */
  private static byte[] mapped(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    Arrays.fill(mapped, 10, 12, (byte) 0xff);
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }
}
