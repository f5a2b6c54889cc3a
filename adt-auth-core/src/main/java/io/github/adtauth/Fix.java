package io.github.adtauth;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to do about an error, in terms of the app registration. Immutable and thread-safe.
 *
 * @param step the step of the registration to look at, or null if it is not a matter of the
 *     registration
 * @param remedy one sentence that says what to do
 */
public record Fix(@Nullable RegistrationStep step, String remedy) implements Serializable {
  /**
   * Looks up what an AADSTS code asks for. Codes pick the words only; control flow never depends on
   * them (Microsoft: "Apps that take a dependency on text or error code numbers will be broken").
   */
  public static Optional<Fix> forCode(int aadstsCode) {
    return Optional.ofNullable(FixTable.BY_CODE.get(aadstsCode));
  }

  @Override
  public String toString() {
    return step == null ? remedy : remedy + " See " + step + ".";
  }
}
