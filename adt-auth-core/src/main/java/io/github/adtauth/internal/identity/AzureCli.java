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
import io.github.adtauth.internal.cache.LibraryTokens;
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
 * Provides tokens of the developer who ran {@code az login}. Each call runs the CLI; {@code SignIn}
 * adds a cache. Thread-safe; there is nothing to close.
 *
 * <p>Throws {@link CredentialUnavailableException} if the CLI is not in an absolute entry of {@code
 * PATH}, if nobody is signed in to it, or if {@code AZURE_TOKEN_CREDENTIALS} excludes it. Throws
 * {@link InteractionRequiredException} if a different developer has signed in since the first
 * token.
 */
public final class AzureCli implements TokenProvider {
  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:/._-]*");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  /** The output of az if its list of accounts is empty ({@code _profile.py} of azure-cli). */
  private static final Pattern NEVER_SIGNED_IN =
      Pattern.compile("Please run 'az login' to set ?up (an )?account");

  private static final Pattern AADSTS = Pattern.compile("AADSTS(?:(\\d{1,8})(?!\\d))?");

  /** Limits the work for output with many braces. */
  private static final int MAX_JSON_STARTS = 50;

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
   * Returns a provider. Does not run the CLI.
   *
   * @param environment the environment variables; {@code az} is searched in {@code PATH}
   * @param tenant the tenant for the tokens; null for the tenant of the sign-in
   * @param timeout the timeout for running the CLI
   * @throws IllegalArgumentException if the tenant is neither a GUID nor a domain, or {@code
   *     AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public static AzureCli of(
      Map<String, String> environment, @Nullable String tenant, Duration timeout) {
    if (tenant != null && !TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("the tenant must be a GUID or a domain");
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
          ErrorDetails.of("Invalid scope for the Azure CLI: it contains unsupported characters."));
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
          ErrorDetails.of("The Azure CLI returned no token within " + timeout.toSeconds() + " s.")
              .fix(new Fix(null, "Run 'az account get-access-token' to see what it waits for.")));
    }
    if (result.exitCode() != 0) {
      throw rejection(result, loginCommand(resource));
    }
    AccessToken token = parse(result.out());
    developer.check(token);
    return token;
  }

  /**
   * Returns a login command that also satisfies the conditional access policies of the resource.
   */
  private String loginCommand(String resource) {
    String command = "az login --scope " + resource + "/.default";
    return tenant == null ? command : command + " --tenant " + tenant;
  }

  private static AdtException rejection(CliProcess.Result result, String loginCommand) {
    Matcher code = AADSTS.matcher(result.err());
    boolean isEntraError = code.find();
    if (!isEntraError && NEVER_SIGNED_IN.matcher(result.err()).find()) {
      return new CredentialUnavailableException(
          ErrorDetails.of("Nobody is signed in to the Azure CLI.")
              .fix(new Fix(null, "Run 'az login', with --tenant if you have several.")));
    }
    Fix fix = new Fix(null, "Run 'az login' for this API: " + loginCommand);
    if (isEntraError) {
      return entraError(code.group(1), fix);
    }
    // Only the sentence above distinguishes a missing sign-in from an expired one: az ends nearly
    // all errors with the advice to run 'az login'.
    if (result.err().contains("az login")) {
      return new InteractionRequiredException(
          ErrorDetails.of("The sign-in of the Azure CLI has expired or was rejected.").fix(fix));
    }
    // The output is not quoted, because it may contain a token.
    return new UnexpectedResponseException(
        ErrorDetails.of("The Azure CLI failed with exit code " + result.exitCode() + ".")
            .fix(new Fix(null, "Run 'az account get-access-token' to see why.")));
  }

  /** Quotes only the code, because the rest of the output may contain a token. */
  private static AdtException entraError(@Nullable String digits, Fix fix) {
    if (digits == null) {
      return new InteractionRequiredException(
          ErrorDetails.of("Entra ID rejected the sign-in of the Azure CLI.").fix(fix));
    }
    int code = Integer.parseInt(digits);
    // Registration steps do not apply: Microsoft owns the registration of the Azure CLI.
    Fix codeFix = Fix.forCode(code).orElse(null);
    String hint =
        codeFix == null ? EntraCodes.lookUp(code) : codeFix.step() == null ? codeFix.remedy() : "";
    return new InteractionRequiredException(
        ErrorDetails.of("Entra ID rejected the sign-in of the Azure CLI (AADSTS" + code + ").")
            .and(hint)
            .aadstsCodes(List.of(code))
            .fix(fix));
  }

  /** Parses the output, which may contain warnings around the JSON. */
  static AccessToken parse(String output) {
    int start = output.indexOf('{');
    for (int i = 0; start >= 0 && i < MAX_JSON_STARTS; i++) {
      AccessToken token = token(output.substring(start));
      if (token != null) {
        return token;
      }
      start = output.indexOf('{', start + 1);
    }
    throw new UnexpectedResponseException(
        ErrorDetails.of("The output of the Azure CLI is not a token in JSON format.")
            .fix(new Fix(null, "Update it: 'az upgrade'.")));
  }

  /** Returns the token at the start of the text, or null if there is none. */
  private static @Nullable AccessToken token(String text) {
    try {
      JsonElement element = JsonTrees.next(new JsonReader(new StringReader(text)));
      return element instanceof JsonObject json && json.get("accessToken") != null
          ? LibraryTokens.of(json.get("accessToken").getAsString(), expiry(json), null)
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
      throw new IllegalArgumentException("no expiry");
    }
    // Before version 2.54, the CLI printed only this member, in the local time zone.
    return LocalDateTime.parse(json.get("expiresOn").getAsString().replace(' ', 'T'))
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }

  @Override
  public String toString() {
    return "the Azure CLI";
  }
}
