package io.github.adtauth.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets processes run their iterations one after another, in the order in which they came: while
 * one measures, the others wait. A machine whose pace changes within seconds is then as fast for
 * each of them as for the next.
 */
final class Turns implements AutoCloseable {
  private static final int MILLIS_TO_COME = 120_000;

  private final ServerSocket server;
  private final Thread thread;

  /** Lets so many take turns, until the last of them has gone. */
  Turns(int processes) {
    try {
      server = new ServerSocket(0, processes, InetAddress.getLoopbackAddress());
      server.setSoTimeout(MILLIS_TO_COME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(() -> manage(processes), "turns");
    thread.start();
  }

  /** Returns the argument for the process that is to take turns. */
  String property() {
    return "-D" + Turn.PORT + "=" + server.getLocalPort();
  }

  private void manage(int processes) {
    Deque<Socket> waiting = new ArrayDeque<>();
    try {
      while (waiting.size() < processes) {
        waiting.add(server.accept());
      }
      while (!waiting.isEmpty()) {
        Socket next = waiting.remove();
        if (measured(next)) {
          waiting.add(next);
        } else {
          next.close();
        }
      }
    } catch (IOException e) {
      System.err.println("no turns any more: " + e);
      closeQuietly(server); // which ends those that come late
      waiting.forEach(Turns::closeQuietly); // and those that wait
    }
  }

  /** Lets one measure, and returns whether it is still there. */
  private static boolean measured(Socket one) {
    try {
      one.getOutputStream().write(Turn.GO);
      return one.getInputStream().read() == Turn.DONE;
    } catch (IOException e) {
      return false; // it went away, as all do in the end
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.err.println(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
