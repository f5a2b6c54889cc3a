package io.github.adtauth.internal.signin;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads a socket until a deadline for the whole connection, which a slow peer (slow loris) cannot
 * extend.
 */
final class DeadlineInputStream extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private final LongSupplier ticker;
  private final long deadline;

  DeadlineInputStream(Socket socket, Duration limit, LongSupplier ticker) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.ticker = ticker;
    this.deadline = ticker.getAsLong() + limit.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long remainingMillis = Duration.ofNanos(deadline - ticker.getAsLong()).toMillis();
    if (remainingMillis <= 0) {
      throw new SocketTimeoutException("too slow");
    }
    socket.setSoTimeout((int) Math.min(remainingMillis, Integer.MAX_VALUE));
    return in.read(buffer, offset, length);
  }
}
