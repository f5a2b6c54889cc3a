package io.github.adtauth.internal.cache;

import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Returns numbered tokens, or throws the exception that the test has set. */
public final class FakeTokenProvider implements TokenProvider {
  final List<TokenRequest> requests = Collections.synchronizedList(new ArrayList<>());
  volatile Duration lifetime = Duration.ofHours(1);
  volatile Duration refreshIn;
  volatile Supplier<RuntimeException> failure;
  private final ManualTime time;

  public FakeTokenProvider(ManualTime time) {
    this.time = time;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    int number;
    synchronized (requests) {
      requests.add(request);
      number = requests.size();
    }
    if (failure != null) {
      throw failure.get();
    }
    return AccessToken.of(
        "token-" + number,
        time.clock().instant().plus(lifetime),
        refreshIn == null ? null : time.clock().instant().plus(refreshIn));
  }
}
