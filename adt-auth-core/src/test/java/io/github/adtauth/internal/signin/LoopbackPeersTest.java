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

/** Which processes may take part in a sign-in. */
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
    listed(server.getLocalSocketAddress(), null, "0A", OWN);
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

  private void listed(Object local, Object remote, String state, long uid) {
    String other = remote == null ? "00000000:0000" : text(remote);
    files.append("/proc/net/tcp", FakeProcFiles.row(text(local), other, state, uid));
  }

  private void clientIsListed(String state, long uid) {
    listed(client.getLocalSocketAddress(), server.getLocalSocketAddress(), state, uid);
    listed(server.getLocalSocketAddress(), client.getLocalSocketAddress(), "01", OWN);
  }

  private Peer peer(String... environment) {
    Map<String, String> variables =
        environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]);
    return LoopbackPeers.of(List.of(server), variables, files).of(connection);
  }

  @ParameterizedTest
  @ValueSource(longs = {OWN, 0})
  void ownUserAndRoot_areTrusted(long uid) {
    clientIsListed("01", uid);
    assertThat(peer().trusted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1001, 7, 65534, 4294967294L})
  void otherUser_isNotTrusted(long uid) {
    clientIsListed("01", uid);
    assertThat(peer().trusted()).isFalse();
    assertThat(peer().description()).contains("uid " + uid);
    assertThat(peer("SUDO_UID", String.valueOf(uid)).trusted()).as("not root").isFalse();
  }

  @Test
  void callerOfSudo_isTrustedByRoot() throws IOException {
    files = FakeProcFiles.of(0);
    listed(server.getLocalSocketAddress(), null, "0A", 0);
    clientIsListed("01", 1001);
    assertThat(peer("SUDO_UID", "1001").trusted()).isTrue();
    assertThat(peer("SUDO_UID", "1002").trusted()).isFalse();
    assertThat(peer("SUDO_UID", "").trusted()).isFalse();
    assertThat(peer("SUDO_UID", "-1").trusted()).isFalse();
    assertThat(peer("SUDO_UID", "99999999999").trusted()).isFalse();
    assertThat(peer().trusted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "05", "06", "07", "08", "09", "0B"})
  void closedSocket_withUidOfRoot_isNotTrusted(String state) {
    clientIsListed(state, 0);
    assertThat(peer().trusted()).isFalse();
  }

  @Test
  void peerThatIsNotListed_isNotTrusted() {
    assertThat(peer()).isEqualTo(Peer.UNKNOWN);
  }

  @Test
  void tableThatBecomesUnreadable_makesPeersUnknown() {
    LoopbackPeers peers = LoopbackPeers.of(List.of(server), Map.of(), files);
    files.put("/proc/net/tcp", "unreadable");
    assertThat(peers.of(connection)).isEqualTo(Peer.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/net/tcp", "/proc/self/status", "/proc/self/uid_map"})
  void machineWithoutTheFile_isNotChecked(String path) {
    clientIsListed("01", 1001);
    files.remove(path);
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
  }

  @Test
  void tableThatDoesNotShowTheListener_isNotUsed() {
    files.put("/proc/net/tcp", FakeProcFiles.TCP_HEADER);
    clientIsListed("01", 1001);
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    listed(server.getLocalSocketAddress(), null, "0A", 65534);
    assertThat(peer()).as("shown as another user's").isEqualTo(Peer.UNCHECKED);
  }

  @Test
  void userNamespace_thatHidesTheOwnUser_switchesTheCheckOff() throws IOException {
    files = FakeProcFiles.of(65534);
    listed(server.getLocalSocketAddress(), null, "0A", 65534);
    clientIsListed("01", 65534);
    assertThat(peer().trusted()).as("nobody, everybody mapped").isTrue();
    files.put("/proc/self/uid_map", "");
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    files.put("/proc/self/uid_map", "  0  100000  65536\n");
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    files.put("/proc/sys/kernel/overflowuid", "12345\n");
    assertThat(peer()).as("another overflow uid").isNotEqualTo(Peer.UNCHECKED);
  }

  @Test
  void userNamespace_thatHidesOthers_stillShowsThatTheyAreOthers() {
    files.put("/proc/self/uid_map", "  1000  1000  1\n");
    clientIsListed("01", 65534);
    assertThat(peer().trusted()).isFalse();
  }

  @Test
  void windowsBrowser_isNotListedUnderWsl() {
    files.put("/proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2\n");
    assertThat(peer()).isEqualTo(Peer.UNCHECKED);
    clientIsListed("01", 1001);
    assertThat(peer().trusted()).as("another user of Linux").isFalse();
  }
}
