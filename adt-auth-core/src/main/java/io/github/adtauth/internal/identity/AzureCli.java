package io.github.adtauth.internal.identity;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.identity.CredentialSelection.Credential;
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the developer who ran {@code az login}. The CLI is started with each call: put a cache
 * in front of it, as {@code SignIn} does. Unavailable ({@link CredentialUnavailableException}) if
 * the CLI is not in an absolute entry of {@code PATH}, nobody is signed in to it, or {@code
 * AZURE_TOKEN_CREDENTIALS} excludes it. It stays with the developer of its first token: another
 * {@code az login} meanwhile is an {@link InteractionRequiredException}. Thread-safe; nothing to
 * close.
 */
public final class AzureCli implements TokenProvider {
  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:/._-]*");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  /** What az prints while its list of accounts is empty ({@code _profile.py} of azure-cli). */
  private static final Pattern NEVER_SIGNED_IN =
      Pattern.compile("Please run 'az login' to set ?up (an )?account");

  private static final Pattern AADSTS = Pattern.compile("AADSTS(?:(\\d{1,8})(?!\\d))?");

  /** Of a text full of braces only so many are tried. */
  private static final int MAX_STARTS = 50;

  private final Map<String, String> environment;
  private final @Nullable String tenant;
  private final Duration timeout;
  private final CredentialSelection selection;
  private final Developer developer = new Developer();

  private AzureCli(Map<String, String> environment, @Nullable String tenant, Duration timeout) {
    this.environment = Map.copyOf(environment);
    this.tenant = tenant;
    this.timeout = timeout;
    this.selection = CredentialSelection.from(environment);
  }

  /**
   * Returns it; nothing is started yet.
   *
   * @param environment its {@code PATH} leads to {@code az}
   * @param tenant whose token is wanted; null for the tenant of the sign-in
   * @param timeout how long the CLI may take
   * @throws IllegalArgumentException if the tenant is neither a GUID nor a domain, or {@code
   *     AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public static AzureCli of(
      Map<String, String> environment, @Nullable String tenant, Duration timeout) {
    if (tenant != null && !TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("the tenant is neither a GUID nor a domain");
    }
    return new AzureCli(environment, tenant, timeout);
  }

  @Override
  public AccessToken token(TokenRequest request) {
    if (!selection.includes(Credential.AZURE_CLI)) {
      throw selection.excluded("The Azure CLI");
    }
    String resource = ResourceId.fromScopes(request);
    if (!RESOURCE.matcher(resource).matches()) {
      throw new RegistrationException(
          ErrorDetails.of("The scope holds letters that are not handed to a command line."));
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("account", "get-access-token", "--output", "json", "--resource", resource));
    if (tenant != null) {
      arguments.add("--tenant");
      arguments.add(tenant);
    }
    CliProcess.Result result = CliProcess.run("az", arguments, environment, timeout);
    if (result == null) {
      throw new CredentialUnavailableException(
          ErrorDetails.of("The Azure CLI (az) is not on the PATH.")
              .fix(new Fix(null, "Install it, or sign in another way.")));
    }
    if (result.timedOut()) {
      throw new UnavailableException(
          ErrorDetails.of("The Azure CLI gave no token within " + timeout.toSeconds() + " s.")
              .fix(new Fix(null, "Run 'az account get-access-token' to see what it waits for.")));
    }
    if (result.exitCode() != 0) {
      throw rejection(result, loginCommand(resource));
    }
    AccessToken token = read(result.out());
    developer.check(token);
    return token;
  }

  /** Returns the command that also satisfies what a policy demands for this resource. */
  private String loginCommand(String resource) {
    String command = "az login --scope " + resource + "/.default";
    return tenant == null ? command : command + " --tenant " + tenant;
  }

  private static AdtException rejection(CliProcess.Result result, String loginCommand) {
    Matcher code = AADSTS.matcher(result.err());
    boolean byEntra = code.find();
    if (!byEntra && NEVER_SIGNED_IN.matcher(result.err()).find()) {
      return new CredentialUnavailableException(
          ErrorDetails.of("Nobody is signed in to the Azure CLI.")
              .fix(new Fix(null, "Run 'az login', with --tenant if you have several.")));
    }
    Fix fix = new Fix(null, "Run 'az login' for this API: " + loginCommand);
    if (byEntra) {
      return byEntra(code.group(1), fix);
    }
    // An expired sign-in and a missing token are told apart from no sign-in by the sentence above
    // only: az ends nearly all of them with the advice to run 'az login'.
    if (result.err().contains("az login")) {
      return new InteractionRequiredException(
          ErrorDetails.of("The sign-in of the Azure CLI has ended or is not accepted.").fix(fix));
    }
    // What it wrote is not quoted: nobody knows what it holds.
    return new UnexpectedResponseException(
        ErrorDetails.of("The Azure CLI failed with exit code " + result.exitCode() + ".")
            .fix(new Fix(null, "Run 'az account get-access-token' to see why.")));
  }

  /** The code is the only part of the text that is quoted; nobody knows what the rest holds. */
  private static AdtException byEntra(@Nullable String digits, Fix fix) {
    if (digits == null) {
      return new InteractionRequiredException(
          ErrorDetails.of("Entra ID does not accept the sign-in of the Azure CLI.").fix(fix));
    }
    int code = Integer.parseInt(digits);
    // Steps of a registration are not for the user: that of the Azure CLI is Microsoft's.
    Fix known = Fix.forCode(code).orElse(null);
    String hint =
        known == null ? EntraCodes.lookUp(code) : known.step() == null ? known.remedy() : "";
    return new InteractionRequiredException(
        ErrorDetails.of(
                "Entra ID does not accept the sign-in of the Azure CLI (AADSTS" + code + ").")
            .and(hint)
            .aadstsCodes(List.of(code))
            .fix(fix));
  }

  /** Reads the JSON, which may stand among warnings. */
  static AccessToken read(String out) {
    int start = out.indexOf('{');
    for (int i = 0; start >= 0 && i < MAX_STARTS; i++) {
      AccessToken token = token(out.substring(start));
      if (token != null) {
        return token;
      }
      start = out.indexOf('{', start + 1);
    }
    throw new UnexpectedResponseException(
        ErrorDetails.of("What the Azure CLI printed is not the JSON of a token.")
            .fix(new Fix(null, "Update it: 'az upgrade'.")));
  }

  /** Returns the token that the text begins with, or null; nothing is said of what was read. */
  private static @Nullable AccessToken token(String text) {
    try {
      JsonElement read = JsonTrees.next(new JsonReader(new StringReader(text)));
      return read instanceof JsonObject json && json.get("accessToken") != null
          ? AccessToken.of(json.get("accessToken").getAsString(), expiry(json))
          : null;
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | DateTimeException e) {
      return null;
    }
  }

  private static Instant expiry(JsonObject json) {
    if (json.get("expires_on") instanceof JsonPrimitive on) {
      return Instant.ofEpochSecond(Long.parseLong(on.getAsString()));
    }
    if (json.get("expiresOn") == null) {
      throw new IllegalArgumentException("it does not say when it expires");
    }
    // Before version 2.54 only this, in the time zone of the machine.
    return LocalDateTime.parse(json.get("expiresOn").getAsString().replace(' ', 'T'))
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }

  @Override
  public String toString() {
    return "the Azure CLI";
  }
}
