package io.github.adtauth.twins.bulk;

import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.TwinsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Items and a fake instance that accepts them. */
abstract class BulkFixture {
  private static final BulkLimits NONE = new BulkLimits(1_000_000, 1_000_000, 1_000_000);

  final ManualTime time = new ManualTime();
  final List<BulkProgress> progress = new ArrayList<>();
  TwinsServer server;
  BulkServer instance;
  Bulk bulk;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    instance = new BulkServer();
    server.web.setDispatcher(instance);
    server.plain.dispatcher().setMaxRequestsPerHost(64);
    bulk = server.twins().bulk().timing(TestTiming.of(time)).limits(NONE).progress(progress::add);
  }

  @AfterEach
  void stop() {
    instance.releaseAll();
    server.close();
  }

  static BulkItem put(String id, CallOption... options) {
    return BulkItem.putTwin(id, DigitalTwin.of("dtmi:example:Room;1"), options);
  }

  static List<BulkItem> puts(int count, CallOption... options) {
    return IntStream.range(0, count).mapToObj(i -> put("t" + i, options)).toList();
  }

  Duration slept() {
    return time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
  }
}
