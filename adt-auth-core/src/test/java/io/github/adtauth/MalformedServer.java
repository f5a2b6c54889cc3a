package io.github.adtauth;

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
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server of any host name, none of whose responses is HTTP. */
final class MalformedServer implements AutoCloseable {
  /** The kinds of malformed responses. */
  enum Form {
    /** The connection ends within the first line, which quotes the text. */
    UNTERMINATED_LINE,
    /** The text replaces the size of a chunk. */
    CHUNK_SIZE,
    /** The line before a chunk does not end. */
    ENDLESS_CHUNK_EXTENSION,
    /** The file name in the header of gzip does not end. */
    ENDLESS_GZIP_NAME
  }

  /**
   * The length of an endless response, so that a client without a limit does not run out of memory.
   */
  private static final long MAX_SENT = 8 << 20;

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
  private final ServerSocket secure;
  private final Form form;
  private final String text;

  MalformedServer(Form form, String text) throws IOException {
    this.form = form;
    this.text = text.replace("\n", "");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    plain = new ServerSocket(0, 50, loopback);
    secure = handshake.sslContext().getServerSocketFactory().createServerSocket(0, 50, loopback);
    start(() -> accept(plain));
    start(() -> accept(secure));
  }

  /** Returns a client for which every host is this server, over TLS. */
  OkHttpClient client() {
    return new OkHttpClient.Builder()
        .dns(host -> List.of(InetAddress.getLoopbackAddress()))
        .socketFactory(new Sockets(secure.getLocalPort()))
        .sslSocketFactory(handshake.sslSocketFactory(), handshake.trustManager())
        .build();
  }

  /** Returns the port of TLS. */
  int securePort() {
    return secure.getLocalPort();
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
      InputStream in = socket.getInputStream();
      var unused = in.read(new byte[16 << 10]);
      OutputStream out = socket.getOutputStream();
      switch (form) {
        case UNTERMINATED_LINE -> out.write(bytes(text));
        case CHUNK_SIZE -> out.write(bytes(head("Transfer-Encoding: chunked") + text + "\r\n"));
        case ENDLESS_CHUNK_EXTENSION -> {
          out.write(bytes(head("Transfer-Encoding: chunked") + "1;x="));
          sendEndlessly(out);
        }
        case ENDLESS_GZIP_NAME -> {
          out.write(bytes(head("Content-Encoding: gzip")));
          out.write(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0});
          sendEndlessly(out);
        }
      }
      out.flush();
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream()); // so that the connection is not reset
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  private void sendEndlessly(OutputStream out) throws IOException {
    byte[] part = bytes("a".repeat(16 << 10));
    for (long sent = 0; sent < MAX_SENT; sent += part.length) {
      out.write(part);
    }
  }

  private static String head(String header) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Creates sockets that connect to one port, regardless of the requested one. */
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
