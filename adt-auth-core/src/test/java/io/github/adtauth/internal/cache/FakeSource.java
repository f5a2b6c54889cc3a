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

/** A token provider that returns numbered tokens, or a configured failure. */
public final class FakeSource implements TokenProvider {
  final List<TokenRequest> asked = Collections.synchronizedList(new ArrayList<>());
  volatile Duration lifetime = Duration.ofHours(1);
  volatile Duration refreshIn;
  volatile Supplier<RuntimeException> failure;
  private final ManualTime time;

  public FakeSource(ManualTime time) {
    this.time = time;
  }

  @Override
  public AccessToken token(TokenRequest request) {
    int number;
    synchronized (asked) {
      asked.add(request);
      number = asked.size();
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
