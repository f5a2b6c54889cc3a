package io.github.adtauth;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server of any host name, each of whose responses is not HTTP and quotes a text. */
final class MalformedResponses implements AutoCloseable {
  /** What the responses look like. */
  enum Form {
    /** HTTP/1.1: the connection ends within the first line. */
    UNTERMINATED_LINE,
    /** HTTP/2: the text is the name of a header, which must not have capital letters. */
    HEADER_NAME
  }

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final HeldCertificate certificate =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("login.microsoftonline.com")
          .addSubjectAlternativeName("contoso.api.weu.digitaltwins.azure.net")
          .build();
  private final HandshakeCertificates handshake =
      new HandshakeCertificates.Builder()
          .heldCertificate(certificate)
          .addTrustedCertificate(certificate.certificate())
          .build();
  private final ServerSocket plain;
  private final SSLServerSocket secure;
  private final byte[] quoted;
  private final byte[] oneLine;

  MalformedResponses(String quoted) throws IOException {
    this.quoted = quoted.getBytes(StandardCharsets.UTF_8);
    oneLine = quoted.replace("\n", "").getBytes(StandardCharsets.UTF_8);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    plain = new ServerSocket(0, 50, loopback);
    secure =
        (SSLServerSocket)
            handshake.sslContext().getServerSocketFactory().createServerSocket(0, 50, loopback);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    secure.setSSLParameters(parameters);
    start(() -> accept(plain));
    start(() -> accept(secure));
  }

  /** Returns a client for which every host is this server, over TLS. */
  OkHttpClient client(Form form) {
    return new OkHttpClient.Builder()
        .dns(host -> List.of(InetAddress.getLoopbackAddress()))
        .socketFactory(new Sockets(secure.getLocalPort()))
        .sslSocketFactory(handshake.sslSocketFactory(), handshake.trustManager())
        .protocols(
            form == Form.HEADER_NAME
                ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                : List.of(Protocol.HTTP_1_1))
        .build();
  }

  /** Returns a client for {@link #plainUrl}. */
  OkHttpClient plainClient(Form form) {
    return new OkHttpClient.Builder()
        .protocols(
            List.of(form == Form.HEADER_NAME ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_1_1))
        .build();
  }

  String plainUrl() {
    return "http://127.0.0.1:" + plain.getLocalPort() + "/token";
  }

  @Override
  public void close() throws IOException {
    plain.close();
    secure.close();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "malformed-responses");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        start(() -> respond(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void respond(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      if (new String(in.readNBytes(3), StandardCharsets.US_ASCII).equals("PRI")) {
        in.skipNBytes(21); // the rest of the preface
        respondInFrames(in, out);
      } else {
        in.skip(in.available());
        out.write(oneLine);
        out.flush();
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream()); // so that the connection is not reset
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private void respondInFrames(InputStream in, OutputStream out) throws IOException {
    frame(out, SETTINGS, 0, 0, new byte[0]);
    for (byte[] head = in.readNBytes(9); head.length == 9; head = in.readNBytes(9)) {
      in.skipNBytes((head[0] & 255) << 16 | (head[1] & 255) << 8 | (head[2] & 255));
      int stream = (head[7] & 255) << 8 | (head[8] & 255);
      if (head[3] == SETTINGS && (head[4] & ACK) == 0) {
        frame(out, SETTINGS, ACK, 0, new byte[0]);
      } else if ((head[3] == HEADERS || head[3] == DATA) && (head[4] & END_STREAM) != 0) {
        frame(out, HEADERS, END_STREAM | END_HEADERS, stream, headers());
      }
    }
  }

  /** Returns ":status: 400" and a header whose name is the text, which has under 127 bytes. */
  private byte[] headers() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x8c);
    block.write(0);
    block.write(quoted.length);
    block.write(quoted);
    block.write(1);
    block.write('x');
    return block.toByteArray();
  }

  private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    int length = payload.length;
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(
        new byte[] {
          0,
          (byte) (length >> 8),
          (byte) length,
          (byte) type,
          (byte) flags,
          0,
          0,
          (byte) (stream >> 8),
          (byte) stream
        });
    frame.write(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  /** Sockets that connect to one port, whichever was meant. */
  private static final class Sockets extends SocketFactory {
    private final int port;

    Sockets(int port) {
      this.port = port;
    }

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
          super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }
}
