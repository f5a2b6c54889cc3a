package io.github.adtauth.internal.entra;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import io.github.adtauth.internal.text.OldLibrary;

/** Checks the version of MSAL4J that the application uses, directly or through azure-identity. */
final class Msal4jVersion {
  private static final String MINIMUM = "1.21.0";

  private static volatile boolean checked;

  private Msal4jVersion() {}

  /**
   * Checks that MSAL4J has what {@link TokenEndpoint} calls.
   *
   * @throws IllegalStateException if MSAL4J is too old; the message says how to raise the version
   */
  static void check() {
    if (checked) {
      return;
    }
    try {
      // By reflection, because there is no builder yet.
      var unused = AbstractClientApplicationBase.Builder.class.getMethod("disableInternalRetries");
      checked = true;
    } catch (NoSuchMethodException e) {
      throw new OldLibrary("MSAL4J", MINIMUM, "com.microsoft.azure:msal4j")
          .exception(AbstractClientApplicationBase.class, null);
    }
  }
}
