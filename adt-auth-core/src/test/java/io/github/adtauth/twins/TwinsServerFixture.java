package io.github.adtauth.twins;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scripted server with a client. */
public abstract class TwinsServerFixture {
  public TwinsServer server;
  public DigitalTwinsClient twins;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    twins = server.twins();
  }

  @AfterEach
  void stop() {
    server.close();
  }
}
