package io.github.adtauth.internal.signin;

import static io.github.adtauth.internal.os.OperatingSystem.LINUX;
import static io.github.adtauth.internal.os.OperatingSystem.MACOS;
import static io.github.adtauth.internal.os.OperatingSystem.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.adtauth.internal.os.OperatingSystem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the listener binds every address to which a browser may connect. */
class LoopbackAddressTest {
  private final List<ServerSocket> opened = new ArrayList<>();
  private final FakeNetwork network = new FakeNetwork();

  @AfterEach
  void close() throws IOException {
    for (ServerSocket server : opened) {
      server.close();
    }
  }

  /** A network whose ::1 address is configurable. */
  private final class FakeNetwork extends LoopbackNetwork {
    private IOException ipv6Failure = new BindException("Address already in use");
    private boolean ipv6 = true;
    private int failures = Integer.MAX_VALUE;
    private List<InetAddress> localhost = List.of();

    FakeNetwork() {
      super(ProcFiles.system());
    }

    @Override
    ServerSocket listen(InetAddress address, int port) throws IOException {
      if (address.getAddress().length == 16) {
        if (failures-- > 0) {
          throw ipv6Failure;
        }
        return track(new ServerSocket(0, 1, ipv4Address())); // in place of ::1
      }
      return track(super.listen(address, port));
    }

    @Override
    boolean hasIpv6() {
      return ipv6;
    }

    @Override
    List<InetAddress> localhost() {
      return localhost;
    }
  }

  private ServerSocket track(ServerSocket server) {
    opened.add(server);
    return server;
  }

  private static InetAddress ipv4Address() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private URI freeRedirectUri() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, ipv4Address())) {
      return URI.create("http://localhost:" + probe.getLocalPort());
    }
  }

  private void assertRejected(URI uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackAddress.bind(uri, network))
        .withMessageContaining("[::1]");
    assertThat(opened).as("all sockets are closed").allMatch(ServerSocket::isClosed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Address already in use",
        "Permission denied",
        "Cannot assign requested address",
        "Too many open files",
        "Protocol family unavailable"
      })
  void unavailableIpv6Port_isRejected(String reason) throws IOException {
    network.ipv6Failure = new SocketException(reason);
    assertRejected(freeRedirectUri());
    assertRejected(URI.create("http://localhost"));
  }

  @Test
  void machineWithoutIpv6_listensOnIpv4Only() {
    network.ipv6 = false;
    network.ipv6Failure = new SocketException("Protocol family unavailable");
    try (LoopbackAddress address = LoopbackAddress.bind(null, network)) {
      assertThat(address.servers()).hasSize(1);
    }
  }

  @Test
  void freePortInUseOnIpv6_isReplaced() {
    network.failures = 3;
    try (LoopbackAddress address = LoopbackAddress.bind(null, network)) {
      assertThat(address.servers()).hasSize(2);
      assertThat(opened).hasSize(5).filteredOn(ServerSocket::isClosed).hasSize(3);
    }
  }

  @Test
  void ipv4RedirectUri_requiresNoIpv6() {
    try (LoopbackAddress address = LoopbackAddress.bind(URI.create("http://127.0.0.1"), network)) {
      assertThat(address.servers()).hasSize(1);
      assertThat(address.redirectUri().toString()).startsWith("http://127.0.0.1:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.1.1", "10.0.0.7", "fe80::1", "::2"})
  void localhostThatResolvesElsewhere_isRejected(String other) throws IOException {
    network.localhost = List.of(ipv4Address(), InetAddress.getByName(other));
    network.failures = 0;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackAddress.bind(null, network))
        .withMessageContaining("localhost resolves to");
    LoopbackAddress.bind(URI.create("http://127.0.0.1"), network).close();
    network.localhost = List.of(ipv4Address(), InetAddress.getAllByName("::1")[0]);
    LoopbackAddress.bind(null, network).close();
  }

  /** Another program cannot bind the port on any address. */
  @ParameterizedTest
  @ValueSource(strings = {"::1", "127.0.0.1", "0.0.0.0", "::"})
  void portInUse_isRejected(String address) throws IOException {
    InetAddress other = InetAddress.getByName(address);
    ServerSocket first;
    try {
      first = track(new ServerSocket(0, 1, other));
    } catch (SocketException e) {
      assumeTrue(false, "no IPv6 here");
      return;
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LoopbackAddress.bind(URI.create("http://localhost:" + first.getLocalPort())))
        .withMessageContaining(String.valueOf(first.getLocalPort()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "127.0.0.1", "0.0.0.0", "::"})
  void boundPort_isExclusive(String other) throws IOException {
    assumeTrue(OperatingSystem.current() == LINUX);
    try (LoopbackAddress address = LoopbackAddress.bind(null)) {
      int port = address.redirectUri().getPort();
      assumeTrue(address.servers().size() == 2, "no IPv6 here");
      assertThatThrownBy(() -> track(new ServerSocket(port, 1, InetAddress.getByName(other))))
          .isInstanceOf(BindException.class);
    }
  }

  @Test
  void ipv6_isDetectedByLoopbackAddress() {
    FakeProcFiles files = FakeProcFiles.of(0);
    LoopbackNetwork real = new LoopbackNetwork(files);
    assertThat(real.hasIpv6()).as("kernel without IPv6").isFalse();
    files.put("/proc/net/if_inet6", "fe8000000000000000fc00fffe000001 04 40 20 80     eth0\n");
    assertThat(real.hasIpv6()).as("IPv6 on eth0 only").isFalse();
    files.append("/proc/net/if_inet6", "00000000000000000000000000000001 01 80 10 80       lo\n");
    assertThat(real.hasIpv6()).isTrue();
    files.put("/proc/net/if_inet6", "unreadable");
    assertThat(real.hasIpv6()).as("unreadable file").isTrue();
  }

  /** On Windows, any user can create the folder {@code C:\\proc}. */
  @Test
  void procFiles_areNotReadOnWindowsAndMacos() {
    FakeProcFiles planted = FakeProcFiles.of(0).put("/proc/net/if_inet6", "");
    for (OperatingSystem system : List.of(WINDOWS, MACOS)) {
      ProcFiles files = ProcFiles.of(system, planted);
      assertThatThrownBy(() -> files.open("/proc/net/tcp")).isInstanceOf(NoSuchFileException.class);
      assertThat(new LoopbackNetwork(files).hasIpv6())
          .as("as the network interfaces say")
          .isEqualTo(new LoopbackNetwork(new FakeProcFiles()).hasIpv6());
    }
    assertThat(new LoopbackNetwork(ProcFiles.of(LINUX, planted)).hasIpv6()).isFalse();
  }
}
