package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.signin.SignIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines which user owns the other end of a loopback connection, because every user of the
 * machine can connect. The user of this process and root are trusted. If this process runs as root,
 * the user who called {@code sudo} is trusted too.
 *
 * <p>Only Linux lists the owners of sockets. The check is disabled if there is no list, if the list
 * does not show the listener as this user's, or if a user namespace hides this user's ID. If the
 * list cannot be read for another reason, no peer is trusted: another user may have opened so many
 * sockets that it is too long. A user whose ID is hidden while this user's is not is a different
 * user. Immutable.
 */
final class LoopbackPeers {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final Pattern ID = Pattern.compile("[0-9]{1,10}");

  /** The effective uid is the second of four (proc_pid_status(5)). */
  private static final Pattern UID_LINE = Pattern.compile("Uid:\\s+[0-9]+\\s+([0-9]{1,10})\\s.*");

  private static final long OVERFLOW_UID = 65_534;

  /** The list is not a snapshot: a row can be skipped while other sockets close. */
  private static final int ATTEMPTS = 3;

  private final @Nullable TcpTable table;
  private final Set<Long> trusted;

  /** A peer that is not listed. */
  private final Peer unlisted;

  private LoopbackPeers(@Nullable TcpTable table, Set<Long> trusted, Peer unlisted) {
    this.table = table;
    this.trusted = trusted;
    this.unlisted = unlisted;
  }

  /** Prepares the check for the connections of these listening sockets. */
  static LoopbackPeers of(
      List<ServerSocket> servers, Map<String, String> environment, ProcFiles files) {
    TcpTable table = new TcpTable(files, ByteOrder.nativeOrder());
    try {
      OptionalLong uid = effectiveUid(files);
      if (uid.isPresent()
          && !isHidden(uid.getAsLong(), files)
          && ownsListeners(uid.getAsLong(), servers, table)) {
        Peer unlisted = isWsl(files) ? Peer.UNCHECKED : Peer.UNKNOWN;
        return new LoopbackPeers(table, trusted(uid.getAsLong(), environment), unlisted);
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      LOG.debug("There is no list of sockets: {}", Redactor.sanitize(e.toString(), 300));
    } catch (IOException e) {
      LOG.warn("Failed to read the list of sockets: {}", Redactor.sanitize(e.toString(), 300));
      return new LoopbackPeers(null, Set.of(), Peer.UNKNOWN);
    }
    LOG.debug("Cannot determine which user connects to the redirect URI.");
    return new LoopbackPeers(null, Set.of(), Peer.UNCHECKED);
  }

  /** Looks up the peer. Call it right after accepting the connection, while the peer is open. */
  Peer of(Socket connection) {
    if (table == null) {
      return unlisted;
    }
    InetSocketAddress peer = (InetSocketAddress) connection.getRemoteSocketAddress();
    InetSocketAddress here = (InetSocketAddress) connection.getLocalSocketAddress();
    if (peer == null || here == null) {
      return Peer.UNKNOWN;
    }
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        OptionalLong uid = table.establishedUid(peer, here);
        if (uid.isPresent()) {
          return Peer.of(trusted.contains(uid.getAsLong()), uid.getAsLong());
        }
      }
      // A half-closed connection is local too, so it does not come from Windows.
      return table.isListed(peer, here) ? Peer.UNKNOWN : unlisted;
    } catch (IOException e) {
      LOG.debug("Failed to read the sockets: {}", Redactor.sanitize(e.toString(), 300));
      return Peer.UNKNOWN;
    }
  }

  private static OptionalLong effectiveUid(ProcFiles files) throws IOException {
    for (String line : files.lines("/proc/self/status")) {
      Matcher uid = UID_LINE.matcher(line);
      if (uid.matches()) {
        return OptionalLong.of(Long.parseLong(uid.group(1)));
      }
    }
    return OptionalLong.empty();
  }

  /** A user namespace shows every user that is not mapped into it as the overflow uid. */
  private static boolean isHidden(long uid, ProcFiles files) throws IOException {
    List<String> map = files.lines("/proc/self/uid_map");
    boolean everybodyIsMapped =
        map.size() == 1
            && List.of("0", "0", "4294967295").equals(List.of(map.get(0).strip().split("\\s+")));
    return !everybodyIsMapped && uid == overflowUid(files);
  }

  private static long overflowUid(ProcFiles files) {
    try {
      String text = String.join("", files.lines("/proc/sys/kernel/overflowuid")).strip();
      return ID.matcher(text).matches() ? Long.parseLong(text) : OVERFLOW_UID;
    } catch (IOException e) {
      return OVERFLOW_UID;
    }
  }

  private static boolean ownsListeners(long uid, List<ServerSocket> servers, TcpTable table)
      throws IOException {
    for (ServerSocket server : servers) {
      InetAddress address = server.getInetAddress();
      InetSocketAddress local = new InetSocketAddress(address, server.getLocalPort());
      OptionalLong owner = OptionalLong.empty();
      for (int i = 0; i < ATTEMPTS && owner.isEmpty(); i++) {
        owner = table.listeningUid(local);
      }
      if (owner.isEmpty() || owner.getAsLong() != uid) {
        return false;
      }
    }
    return true;
  }

  private static Set<Long> trusted(long uid, Map<String, String> environment) {
    Set<Long> trusted = new HashSet<>(Set.of(uid));
    trusted.add(0L);
    String caller = environment.getOrDefault("SUDO_UID", "");
    if (uid == 0 && ID.matcher(caller).matches()) {
      trusted.add(Long.parseLong(caller));
    }
    return trusted;
  }

  /**
   * Under the Windows Subsystem for Linux, the browser may run on Windows. Linux does not list its
   * sockets, but still recognizes other Linux users.
   */
  private static boolean isWsl(ProcFiles files) {
    try {
      String release = String.join("", files.lines("/proc/sys/kernel/osrelease"));
      return Ascii.toLowerCase(release).contains("wsl");
    } catch (IOException e) {
      return false;
    }
  }
}
