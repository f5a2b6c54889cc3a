package io.github.adtauth;

import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.codes.Meaning;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to fix an error, in terms of the app registration. Immutable and thread-safe.
 *
 * @param step the registration step to check, or null if the registration is not the cause
 * @param remedy one sentence with the instruction
 * @param link the page for the step, or null if there is none or the application is not known;
 *     never contains a secret
 */
public record Fix(@Nullable RegistrationStep step, String remedy, @Nullable String link)
    implements Serializable {
  /** For a user or application without a role on the instance: 403 with an empty body. */
  public static final Fix ROLE_MISSING =
      new Fix(
          RegistrationStep.INSTANCE_ROLE,
          "Assign the role to the user or application; it works after some minutes.",
          "https://learn.microsoft.com/azure/digital-twins/how-to-set-up-instance-cli"
              + "#set-up-user-access-permissions");

  /** For a token of another tenant than the instance: 404, {@code Sub-Domain not found}. */
  public static final Fix OTHER_TENANT =
      new Fix(
          RegistrationStep.IDS,
          "Set Tenant to the directory of the instance. If it is correct, check the endpoint.");

  /** For a token that the instance rejects: 401. */
  public static final Fix TOKEN_REJECTED =
      new Fix(
          RegistrationStep.IDS,
          "The token has the wrong audience or tenant, or has expired: check the scope, the Tenant"
              + " and the clock.");

  /** Creates a fix without a link. */
  public Fix(@Nullable RegistrationStep step, String remedy) {
    this(step, remedy, null);
  }

  /**
   * Returns the fix for an AADSTS code, or empty if the code is not known. The meaning of some
   * codes depends on the flow, which {@link AdtException#fix()} takes into account. Control flow
   * should depend on the types of the exceptions, not on codes (Microsoft: "Apps that take a
   * dependency on text or error code numbers will be broken").
   */
  public static Optional<Fix> forCode(int aadstsCode) {
    EntraCode row = EntraCodes.find(aadstsCode);
    return row == null ? Optional.empty() : Optional.of(of(row.meaning()));
  }

  private static Fix of(Meaning meaning) {
    String step = meaning.step();
    return new Fix(step == null ? null : RegistrationStep.valueOf(step), meaning.hint());
  }

  @Override
  public String toString() {
    String text = step == null ? remedy : remedy + " See " + step + ".";
    return link == null ? text : text + " " + link;
  }
}
