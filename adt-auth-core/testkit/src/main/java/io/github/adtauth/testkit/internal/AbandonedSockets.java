package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockWebServer;

/**
 * Releases the server sockets of closed client connections. A MockWebServer keeps each failed
 * connection and its buffers until it is closed, which looks like a leak in a long run.
 */
public final class AbandonedSockets {
  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();

  void opened(int clientPort) {
    clientPorts.remove(clientPort);
  }

  void closed(int clientPort) {
    clientPorts.add(clientPort);
  }

  /**
   * Closes the server's sockets whose clients are closed. Does nothing on the module path, where
   * the sockets are not accessible.
   */
  public void release(MockWebServer server) {
    Set<Socket> openSockets = openSockets(server);
    for (Socket socket : List.copyOf(openSockets)) {
      if (socket.isClosed() || clientPorts.contains(socket.getPort())) {
        openSockets.remove(socket);
        try {
          socket.close();
        } catch (IOException ignored) {
          // The socket is closed either way.
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Set<Socket> openSockets(MockWebServer server) {
    try {
      Field field = MockWebServer.class.getDeclaredField("openClientSockets");
      return field.trySetAccessible() ? (Set<Socket>) field.get(server) : Set.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
