package io.github.adtauth.soak;

import io.github.adtauth.testkit.http.FakeService;
import java.util.concurrent.ThreadLocalRandom;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A service that responses as it should, until it is told to spoil a share of its responses. */
final class FaultyService implements FakeService {
  private final FakeService service;
  private volatile @Nullable Spoilt spoilt;

  FaultyService(FakeService service) {
    this.service = service;
  }

  void spoil(ServiceFault fault, double share) {
    spoilt = new Spoilt(fault, share);
  }

  void recover() {
    spoilt = null;
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    MockResponse good = service.handle(request);
    Spoilt now = spoilt;
    return now != null && ThreadLocalRandom.current().nextDouble() < now.share()
        ? now.fault().spoil(good)
        : good;
  }

  private record Spoilt(ServiceFault fault, double share) {}
}
