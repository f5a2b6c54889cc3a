package io.github.adtauth.testkit.internal;

import mockwebserver3.MockWebServer;

/** Closes mock servers reliably on busy machines. */
public final class MockServers {
  private MockServers() {}

  /**
   * Closes a server and ignores slow threads. MockWebServer closes its sockets, waits at most five
   * seconds for their threads and then throws, which would fail tests on a busy machine.
   */
  public static void close(MockWebServer server) {
    try {
      server.close();
    } catch (AssertionError threadsStillEnding) {
      // The sockets are closed, so the threads will end.
    }
  }
}
