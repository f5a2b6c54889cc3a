package io.github.adtauth.testkit.entra;

import java.time.Clock;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link FakeEntra} return errors of the real Entra ID, regardless of its own rules. All
 * switches are off by default. Thread-safe.
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

  /** Returns the supported error codes. */
  public static int[] codes() {
    return EntraErrorCatalog.codes();
  }

  /** Rejects all token requests with an error code. 0 rejects none. */
  public Rejections tokens(int code) {
    tokens = code;
    return this;
  }

  /** Sets the claims of the errors. Null omits them. */
  public Rejections claims(@Nullable String json) {
    claims = json;
    return this;
  }

  /** Rejects all sign-ins with an error code, by a redirect to the application. 0 rejects none. */
  public Rejections signIns(int code) {
    signIns = code;
    return this;
  }

  /**
   * Sets whether error pages have the form of the real ones, with status 200 and the code in a
   * script.
   */
  public Rejections realErrorPages(boolean value) {
    realErrorPages = value;
    return this;
  }

  /**
   * Sets the cloud instance that the metadata names, such as {@code microsoftonline.us}. Null
   * restores the default.
   */
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
      String requiredClaims = claims;
      throw requiredClaims == null ? error : error.claims(requiredClaims);
    }
  }

  MockResponse page(EntraErrorException error) {
    return realErrorPages ? ErrorPage.forError(error, clock.instant()) : Html.error(error);
  }
}
