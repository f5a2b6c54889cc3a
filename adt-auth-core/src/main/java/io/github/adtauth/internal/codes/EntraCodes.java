package io.github.adtauth.internal.codes;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of AADSTS codes. Its source is Microsoft's list, "Microsoft Entra authentication and
 * authorization error codes"; codes that the list lacks are from responses in public issues.
 *
 * <p>The table is built when the first error is classified, so successful requests never load it.
 */
public final class EntraCodes {
  /**
   * Codes whose longer forms are more specific causes of the same error: 5002727 (header type of a
   * JWT) of 50027, 530036 (device code flow) of 53003. A longer code without a row is treated as
   * the shorter one.
   */
  private static final Set<Integer> FAMILIES =
      Set.of(50013, 50027, 50105, 53000, 53001, 53002, 53003, 70021);

  private static final int FAMILY_LIMIT = 100_000;

  private static final Map<Integer, EntraCode> TABLE = table();

  private EntraCodes() {}

  private static Map<Integer, EntraCode> table() {
    CodeTable table = new CodeTable();
    RegistrationCodes.addTo(table);
    CredentialCodes.addTo(table);
    UserCodes.addTo(table);
    return table.build();
  }

  /**
   * Returns the row of a code, or of the shorter code that it specializes; null if there is none.
   */
  public static @Nullable EntraCode find(int code) {
    EntraCode row = TABLE.get(code);
    if (row != null) {
      return row;
    }
    int family = code;
    while (family >= FAMILY_LIMIT) {
      family /= 10;
    }
    return FAMILIES.contains(family) ? TABLE.get(family) : null;
  }

  /** Returns the first of the given codes that is in the table, or null if none is. */
  public static @Nullable EntraCode firstKnown(Collection<Integer> codes) {
    for (int code : codes) {
      EntraCode row = find(code);
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  /** Returns all rows, in the order of the guide. */
  public static Collection<EntraCode> all() {
    return TABLE.values();
  }

  /** Returns a sentence with the link to Microsoft's explanation of a code. */
  public static String lookUp(int code) {
    return "Look up AADSTS"
        + code
        + " at https://login.microsoftonline.com/error?code="
        + code
        + ".";
  }
}
