package io.github.adtauth.internal.identity;

import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.internal.text.Ascii;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that {@code AZURE_TOKEN_CREDENTIALS} selects: {@code prod}, {@code dev} or the
 * name of one credential, with the values and the meaning that azure-identity gives them. Without
 * the variable, all credentials are selected. Immutable and thread-safe.
 */
public final class CredentialSelection {
  /** The credentials of azure-identity that this library has as well. */
  public enum Credential {
    /** A secret or certificate in the environment. */
    ENVIRONMENT("EnvironmentCredential"),
    /** A federated token file in the environment. */
    WORKLOAD_IDENTITY("WorkloadIdentityCredential"),
    /** A managed identity of the platform. */
    MANAGED_IDENTITY("ManagedIdentityCredential"),
    /** The developer who signed in to the Azure CLI. */
    AZURE_CLI("AzureCliCredential");

    private final String publicName;

    Credential(String publicName) {
      this.publicName = publicName;
    }
  }

  private static final String VARIABLE = "AZURE_TOKEN_CREDENTIALS";

  /** Credentials of azure-identity without a counterpart here: their names select nothing. */
  private static final Set<String> WITHOUT_COUNTERPART =
      Set.of(
          "azurepowershellcredential",
          "azuredeveloperclicredential",
          "visualstudiocredential",
          "visualstudiocodecredential",
          "intellijcredential",
          "sharedtokencachecredential",
          "interactivebrowsercredential",
          "brokercredential");

  private static final Set<String> ENVIRONMENT_VARIABLES =
      Set.of(
          "AZURE_CLIENT_SECRET",
          "AZURE_CLIENT_CERTIFICATE_PATH",
          "AZURE_USERNAME",
          "AZURE_PASSWORD");

  private static final int MAX_NAME = 40;

  private final @Nullable String value;
  private final Set<Credential> selected;

  private CredentialSelection(@Nullable String value, Set<Credential> selected) {
    this.value = value;
    this.selected = selected;
  }

  /**
   * Reads the variable.
   *
   * @throws IllegalArgumentException if its value is not known; the message lists the valid values
   */
  public static CredentialSelection from(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "").strip();
    if (value.isEmpty()) {
      return new CredentialSelection(null, EnumSet.allOf(Credential.class));
    }
    String name = Ascii.toLowerCase(value);
    EnumSet<Credential> selected = EnumSet.noneOf(Credential.class);
    if (name.equals("prod")) {
      selected = EnumSet.complementOf(EnumSet.of(Credential.AZURE_CLI));
    } else if (name.equals("dev")) {
      selected.add(Credential.AZURE_CLI);
    } else {
      for (Credential credential : Credential.values()) {
        if (credential.publicName.equalsIgnoreCase(name)) {
          selected.add(credential);
        }
      }
      if (selected.isEmpty() && !WITHOUT_COUNTERPART.contains(name)) {
        throw new IllegalArgumentException(invalid(value));
      }
    }
    return new CredentialSelection(value, selected);
  }

  private static String invalid(String value) {
    StringBuilder text = new StringBuilder("Invalid ").append(VARIABLE);
    if (value.length() <= MAX_NAME && value.chars().allMatch(Character::isLetter)) {
      text.append(" '").append(value).append('\''); // anything else may be a misplaced secret
    }
    text.append(": must be prod, dev");
    for (Credential credential : Credential.values()) {
      text.append(", ").append(credential.publicName);
    }
    return text.append(", or another credential name of azure-identity.").toString();
  }

  /** Returns whether the credential may be used. */
  public boolean includes(Credential credential) {
    return selected.contains(credential);
  }

  /** Takes the name in upper case, because names ignore case on Windows. */
  private boolean isExcluded(String variable) {
    return variable.equals("AZURE_FEDERATED_TOKEN_FILE")
        ? !includes(Credential.WORKLOAD_IDENTITY)
        : !includes(Credential.ENVIRONMENT) && ENVIRONMENT_VARIABLES.contains(variable);
  }

  /** Returns the environment without the variables of the credentials that are not selected. */
  public Map<String, String> filter(Map<String, String> environment) {
    Map<String, String> filtered = new HashMap<>(environment);
    filtered.keySet().removeIf(name -> isExcluded(Ascii.toUpperCase(name)));
    return filtered;
  }

  /**
   * Returns the exception for a credential that is not selected.
   *
   * @param name the credential, as it reads at the beginning of a sentence
   */
  public CredentialUnavailableException excluded(String name) {
    return new CredentialUnavailableException(
        ErrorDetails.of(name + " is excluded by " + VARIABLE + "=" + value + ".")
            .fix(new Fix(null, "Unset the variable, or select this credential with it.")));
  }
}
