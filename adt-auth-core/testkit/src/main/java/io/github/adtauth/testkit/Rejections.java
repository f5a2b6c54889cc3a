package io.github.adtauth.testkit;

import java.time.Clock;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * Switches of a {@link FakeEntra}: errors that it returns as the real one does, whatever it would
 * do otherwise. All are off. Thread-safe.
 */
public final class Rejections {
  private final Clock clock;
  private volatile int tokens;
  private volatile int signIns;
  private volatile @Nullable String claims;
  private volatile boolean realErrorPages;
  private volatile @Nullable String cloud;

  Rejections(Clock clock) {
    this.clock = clock;
  }

  /** Returns the codes that it knows the real form of. */
  public static int[] codes() {
    return EntraErrorCatalog.codes();
  }

  /** Rejects all token requests with a code; 0 for none. */
  public Rejections tokens(int code) {
    tokens = code;
    return this;
  }

  /** Adds claims to the rejections; null for none. */
  public Rejections claims(@Nullable String json) {
    claims = json;
    return this;
  }

  /** Rejects all sign-ins with a code, by a redirect to the application; 0 for none. */
  public Rejections signIns(int code) {
    signIns = code;
    return this;
  }

  /** Shows error pages as Entra ID does: status 200 and the code in the page's settings. */
  public Rejections realErrorPages(boolean real) {
    realErrorPages = real;
    return this;
  }

  /** Sets the cloud that the tenants belong to, {@code microsoftonline.us}; null for this one. */
  public Rejections cloud(@Nullable String instanceName) {
    cloud = instanceName;
    return this;
  }

  @Nullable String cloud() {
    return cloud;
  }

  void checkTokens() {
    check(tokens);
  }

  void checkSignIn() {
    check(signIns);
  }

  private void check(int code) {
    if (code != 0) {
      EntraErrorException error = EntraErrorCatalog.of(code);
      String demanded = claims;
      throw demanded == null ? error : error.claims(demanded);
    }
  }

  MockResponse page(EntraErrorException error) {
    return realErrorPages ? ErrorPage.forError(error, clock.instant()) : Html.error(error);
  }
}
