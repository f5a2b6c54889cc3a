package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.TestTiming;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.KeepAliveServer;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests of {@link ConnectionChurn}. */
class ConnectionChurnTest {
  private final ManualTime time = new ManualTime();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuthenticatedHttp.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final KeepAliveServer server = KeepAliveServer.https();
  private final OkHttpClient base = server.trustedBy(new OkHttpClient.Builder()).build();
  private final OkHttpClient client =
      AuthenticatedHttp.builder(
              base, new ProtectedResource(URI.create(server.url()), "https://r/.default"))
          .tokens(request -> AccessToken.of("t", Instant.MAX))
          .timing(TestTiming.of(time))
          .build();

  ConnectionChurnTest() throws IOException {}

  @BeforeEach
  void start() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() throws IOException {
    logger.detachAppender(log);
    base.connectionPool().evictAll();
    server.close();
  }

  private void call() throws IOException {
    client.newCall(new Request.Builder().url(server.url()).build()).execute().close();
  }

  private List<String> warnings() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void connectionForEachCall_isLoggedOnce() throws IOException {
    for (int i = 0; i < 250; i++) {
      call();
      base.connectionPool().evictAll();
    }

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains(
            "100 connections to 127.0.0.1 were opened within a minute, but at most 1 were open",
            "connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))");
  }

  @Test
  void reusedConnection_isNotLogged() throws IOException {
    for (int i = 0; i < 250; i++) {
      call();
    }

    assertThat(warnings()).isEmpty();
  }

  @Test
  void fewConnectionsPerMinute_areNotLogged() {
    ConnectionChurn churn = new ConnectionChurn(TestTiming.of(time));
    for (int i = 0; i < 1_000; i++) {
      churn.recordOpened("localhost", new ConnectionPool());
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(warnings()).isEmpty();
  }
}
