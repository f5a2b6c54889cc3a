package io.github.adtauth;

import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.codes.Meaning;
import java.io.Serializable;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to do about an error, in terms of the app registration. Immutable and thread-safe.
 *
 * @param step the step of the registration to look at, or null if it is not a matter of the
 *     registration
 * @param remedy one sentence that says what to do
 * @param link the page where it is done, or null where there is none or the application is not
 *     known; never holds a secret
 */
public record Fix(@Nullable RegistrationStep step, String remedy, @Nullable String link)
    implements Serializable {
  /** The user or application has no role on the instance: 403 with an empty body. */
  public static final Fix ROLE_MISSING =
      new Fix(
          RegistrationStep.INSTANCE_ROLE,
          "Assign the role to the user or application; it works after some minutes.",
          "https://learn.microsoft.com/azure/digital-twins/how-to-set-up-instance-cli"
              + "#set-up-user-access-permissions");

  /** The instance belongs to another tenant than the token: 404, {@code Sub-Domain not found}. */
  public static final Fix OTHER_TENANT =
      new Fix(
          RegistrationStep.IDS,
          "Set Tenant to the directory of the instance; if it is, check the endpoint.");

  /** The instance does not accept the token: 401. */
  public static final Fix TOKEN_REJECTED =
      new Fix(
          RegistrationStep.IDS,
          "Its audience, its tenant or its lifetime does not fit: check scope, Tenant and the"
              + " clock.");

  /** States what to do, without a link. */
  public Fix(@Nullable RegistrationStep step, String remedy) {
    this(step, remedy, null);
  }

  /**
   * Returns what to do about an AADSTS code; empty if the code is not known. Some codes mean
   * different things in different flows: {@link AdtException#fix()} takes the flow into account.
   * Control flow should depend on the types of the exceptions, not on codes (Microsoft: "Apps that
   * take a dependency on text or error code numbers will be broken").
   */
  public static Optional<Fix> forCode(int aadstsCode) {
    EntraCode row = EntraCodes.find(aadstsCode);
    return row == null ? Optional.empty() : Optional.of(of(row.meaning()));
  }

  private static Fix of(Meaning meaning) {
    String step = meaning.step();
    return new Fix(step == null ? null : RegistrationStep.valueOf(step), meaning.hint());
  }

  /** Returns this with the link to the page of the application where the step is done. */
  public Fix forApplication(URI authorityHost, String tenant, String clientId) {
    String page = step == null ? null : PortalPage.of(step, authorityHost, tenant, clientId);
    return page == null ? this : new Fix(step, remedy, page);
  }

  @Override
  public String toString() {
    String text = step == null ? remedy : remedy + " See " + step + ".";
    return link == null ? text : text + " " + link;
  }
}
