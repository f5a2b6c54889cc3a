package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Tests parsing of {@code /proc/net/tcp} with recorded contents. */
class TcpTableTest {
  private static final String TCP =
      FakeProcFiles.TCP_HEADER
          + """
             0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 565 1 00000000edfd28b3 100 0 0 10 0
             1: 0100007F:487B 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 29543 1 0000000016f26c8d 100 0 0 10 0
             2: 0100007F:487B 0100007F:C102 01 00000000:00000000 00:00000000 00000000  1000        0 29544 1 00000000830bc602 20 0 0 10 -1
             3: 0100007F:C102 0100007F:487B 01 00000000:00000000 00:00000000 00000000 65534        0 30123 2 00000000211e4408 20 0 0 10 -1
             4: 0100007F:C103 0100007F:487B 06 00000000:00000000 03:0000176F 00000000     0        0 0 3 0000000050e8a3fe
             5: 0100007F:C104 0100007F:487B 08 00000000:00000000 00:00000000 00000000  1001        0 1 1 0000000050e8a3fe
             6: 0200007F:C105 0100007F:487B 01 00000000:00000000 00:00000000 00000000  1002        0 1 1 0000000050e8a3fe
             7: 0100007F:C106 0100007F:487C 01 00000000:00000000 00:00000000 00000000  1003        0 1 1 0000000050e8a3fe
            """;
  private static final String TCP6 =
      FakeProcFiles.TCP_HEADER
          + """
             0: 0000000000000000FFFF00000100007F:487B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 30159 1 00000000c8ba8ec0 100 0 0 10 0
             1: 0000000000000000FFFF00000100007F:D001 0000000000000000FFFF00000100007F:487B 01 00000000:00000000 00:00000000 00000000  1004        0 1 1 00000000c8ba8ec0 100 0 0 10 0
             2: 00000000000000000000000001000000:D002 00000000000000000000000001000000:487B 01 00000000:00000000 00:00000000 00000000 4294967294        0 1 1 00000000c8ba8ec0 100 0 0 10 0
            """;

  private final FakeProcFiles files =
      new FakeProcFiles().put("/proc/net/tcp", TCP).put("/proc/net/tcp6", TCP6);
  private final TcpTable table = new TcpTable(files, ByteOrder.LITTLE_ENDIAN);

  private static InetSocketAddress socket(String address, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static InetSocketAddress server() throws IOException {
    return socket("127.0.0.1", 0x487B);
  }

  @Test
  void connection_isFoundByPortsAndAddresses() throws IOException {
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC102), server())).hasValue(65534);
    assertThat(table.establishedUid(server(), socket("127.0.0.1", 0xC102))).hasValue(1000);
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC105), server())).isEmpty();
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC106), server())).isEmpty();
    assertThat(table.establishedUid(socket("127.0.0.1", 0x487B), server())).isEmpty();
  }

  /** A closed socket is listed with uid 0 instead of its owner's. */
  @Test
  void connectionInOtherState_isNotFound() throws IOException {
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC103), server())).isEmpty();
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC104), server())).isEmpty();
  }

  @Test
  void ipv6Connections_areFoundInSecondFile() throws IOException {
    assertThat(table.establishedUid(socket("127.0.0.1", 0xD001), server())).hasValue(1004);
    assertThat(table.establishedUid(socket("::1", 0xD002), socket("::1", 0x487B)))
        .hasValue(4294967294L);
    assertThat(table.establishedUid(socket("::1", 0xD001), socket("::1", 0x487B))).isEmpty();
  }

  @Test
  void listener_isFoundByAddress() throws IOException {
    assertThat(table.listeningUid(server())).hasValue(1000);
    assertThat(table.listeningUid(socket("127.0.0.2", 0x487B))).isEmpty();
    files.put("/proc/net/tcp", FakeProcFiles.TCP_HEADER);
    assertThat(table.listeningUid(server())).as("dual-stack listener").hasValue(1000);
  }

  @Test
  void bigEndianAddresses_areNotSwapped() throws IOException {
    TcpTable big = new TcpTable(files, ByteOrder.BIG_ENDIAN);
    assertThat(big.establishedUid(socket("127.0.0.1", 0xC102), server())).isEmpty();
    files.append("/proc/net/tcp", FakeProcFiles.row("7F000001:C102", "7F000001:487B", "01", 1005));
    assertThat(big.establishedUid(socket("127.0.0.1", 0xC102), server())).hasValue(1005);
    files.append(
        "/proc/net/tcp6",
        FakeProcFiles.row(
            "00000000000000000000FFFF7F000001:D009",
            "00000000000000000000FFFF7F000001:487B",
            "01",
            1006));
    assertThat(big.establishedUid(socket("127.0.0.1", 0xD009), server())).hasValue(1006);
  }

  @Test
  void kernelWithoutIpv6_hasNoSecondFile() throws IOException {
    files.remove("/proc/net/tcp6");
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC102), server())).hasValue(65534);
    assertThat(table.establishedUid(socket("127.0.0.1", 0xD001), server())).isEmpty();
  }

  @Test
  void unreadableTable_isError() {
    files.put("/proc/net/tcp6", "unreadable");
    assertThatThrownBy(() -> table.establishedUid(socket("::1", 1), socket("::1", 2)))
        .isInstanceOf(IOException.class);
    files.remove("/proc/net/tcp");
    assertThatThrownBy(() -> table.listeningUid(server())).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void malformedRows_areSkipped() throws IOException {
    files.put(
        "/proc/net/tcp",
        "0100007F:C102\n0100007F:C102 0100007F:487B\n"
            + "1: 0100007F:C102 0100007F:487B 01 0 0 0 x 0 0\n"
            + "1: 0100007F:C102 0100007F:487B 01 0 0 0 99999999999 0 0\n"
            + FakeProcFiles.row("0100007F:C102", "0100007F:487B", "01", 1000));
    assertThat(table.establishedUid(socket("127.0.0.1", 0xC102), server())).hasValue(1000);
  }
}
