package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which processes may take part in a sign-in. */
class LoopbackPeersTest {
  private static final long OWN = 1000;

  private ServerSocket server;
  private Socket client;
  private Socket connection;
  private FakeProcFiles files = FakeProcFiles.of(OWN);

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    client = new Socket(server.getInetAddress(), server.getLocalPort());
    connection = server.accept();
    addConnection(server.getLocalSocketAddress(), null, "0A", OWN);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    connection.close();
    server.close();
  }

  private static String text(Object socket) {
    InetSocketAddress address = (InetSocketAddress) socket;
    int word =
        ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.nativeOrder()).getInt();
    return String.format("%08X:%04X", word, address.getPort());
  }

  private void addConnection(Object local, Object remote, String state, long uid) {
    String other = remote == null ? "00000000:0000" : text(remote);
    files.append("/proc/net/tcp", FakeProcFiles.row(text(local), other, state, uid));
  }

  private void addClientConnection(String state, long uid) {
    addConnection(client.getLocalSocketAddress(), server.getLocalSocketAddress(), state, uid);
    addConnection(server.getLocalSocketAddress(), client.getLocalSocketAddress(), "01", OWN);
  }

  private Peer peer(String... environment) {
    Map<String, String> variables =
        environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]);
    return LoopbackPeers.of(List.of(server), variables, files).of(connection);
  }

  @ParameterizedTest
  @ValueSource(longs = {OWN, 0})
  void sameUserAndRoot_areTrusted(long uid) {
    addClientConnection("01", uid);
    assertThat(peer().trusted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1001, 7, 65534, 4294967294L})
  void otherUser_isNotTrusted(long uid) {
    addClientConnection("01", uid);
    assertThat(peer().trusted()).isFalse();
    assertThat(peer().description()).contains("uid " + uid);
    assertThat(peer("SUDO_UID", String.valueOf(uid)).trusted()).as("not root").isFalse();
  }

  @Test
  void sudoCaller_isTrustedByRoot() throws IOException {
    files = FakeProcFiles.of(0);
    addConnection(server.getLocalSocketAddress(), null, "0A", 0);
    addClientConnection("01", 1001);
    assertThat(peer("SUDO_UID", "1001").trusted()).isTrue();
    assertThat(peer("SUDO_UID", "1002").trusted()).isFalse();
    assertThat(peer("SUDO_UID", "").trusted()).isFalse();
    assertThat(peer("SUDO_UID", "-1").trusted()).isFalse();
    assertThat(peer("SUDO_UID", "99999999999").trusted()).isFalse();
    assertThat(peer().trusted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "05", "06", "07", "08", "09", "0B"})
  void closedSocketWithUidOfRoot_isNotTrusted(String state) {
    addClientConnection(state, 0);
    assertThat(peer().trusted()).isFalse();
  }

  @Test
  void unlistedPeer_isNotTrusted() {
    assertThat(peer()).isEqualTo(Peer.UNKNOWN);
  }

  @Test
  void unreadableTable_makesPeersUnknown() {
    LoopbackPeers peers = LoopbackPeers.of(List.of(server), Map.of(), files);
    files.put("/proc/net/tcp", "unreadable");
    assertThat(peers.of(connection)).isEqualTo(Peer.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/net/tcp", "/proc/self/status", "/proc/self/uid_map"})
  void machineWithoutTable_isNotChecked(String path) {
    addClientConnection("01", 1001);
    files.remove(path);
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/net/tcp", "/proc/self/status", "/proc/self/uid_map"})
  void unreadableTable_trustsNobody(String path) {
    addClientConnection("01", OWN);
    files.put(path, "unreadable");
    assertThat(peer()).isEqualTo(Peer.UNKNOWN);
  }

  /** Another user may open as many sockets as the memory permits. */
  @Test
  void tableThatIsTooLong_trustsNobody() {
    files = files.endless("/proc/net/tcp", FakeProcFiles.row("0200007F:0001", "0:0", "0A", 65534));
    assertThat(peer()).isEqualTo(Peer.UNKNOWN);
    files.put("/proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2\n");
    assertThat(peer()).isEqualTo(Peer.UNKNOWN);
  }

  @Test
  void tableWithoutListener_isNotUsed() {
    files.put("/proc/net/tcp", FakeProcFiles.TCP_HEADER);
    addClientConnection("01", 1001);
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    addConnection(server.getLocalSocketAddress(), null, "0A", 65534);
    assertThat(peer()).as("listener of another user").isEqualTo(Peer.UNCHECKED);
  }

  @Test
  void userNamespaceThatHidesOwnUser_disablesCheck() throws IOException {
    files = FakeProcFiles.of(65534);
    addConnection(server.getLocalSocketAddress(), null, "0A", 65534);
    addClientConnection("01", 65534);
    assertThat(peer().trusted()).as("overflow uid without namespace").isTrue();
    files.put("/proc/self/uid_map", "");
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    files.put("/proc/self/uid_map", "  0  100000  65536\n");
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    files.put("/proc/sys/kernel/overflowuid", "12345\n");
    assertThat(peer()).as("another overflow uid").isNotEqualTo(Peer.UNCHECKED);
  }

  @Test
  void userNamespaceThatHidesOthers_keepsCheck() {
    files.put("/proc/self/uid_map", "  1000  1000  1\n");
    addClientConnection("01", 65534);
    assertThat(peer().trusted()).isFalse();
  }

  @Test
  void windowsBrowserUnderWsl_isNotListed() {
    files.put("/proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2\n");
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    addClientConnection("01", 1001);
    assertThat(peer().trusted()).as("other Linux user").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "05", "06", "08"})
  void halfClosedConnectionUnderWsl_isOfLinux(String state) {
    files.put("/proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2\n");
    addClientConnection(state, 0);
    assertThat(peer()).isEqualTo(Peer.UNKNOWN);
  }
}
