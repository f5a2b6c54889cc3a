package io.github.adtauth;

import static io.github.adtauth.RegistrationStep.CREDENTIAL;
import static io.github.adtauth.RegistrationStep.EXPOSED_API;
import static io.github.adtauth.RegistrationStep.IDS;
import static io.github.adtauth.RegistrationStep.REDIRECT_URI;

import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting: its label, its environment variable, its keys in files and its type. */
enum Setting {
  CLIENT_ID("Client ID", "AZURE_CLIENT_ID", "clientid"),
  TENANT("Tenant", "AZURE_TENANT_ID", "tenant", "tenantid"),
  ENDPOINT("Endpoint", "ADT_ENDPOINT", "endpoint", "baseurl"),
  AUTHORITY_HOST("Authority host", "AZURE_AUTHORITY_HOST", "authorityhost", "aadinstance"),
  SCOPE("Scope", "ADT_SCOPE", "scope", "scopes"),
  API_VERSION("API version", "ADT_API_VERSION", "apiversion"),
  REDIRECT("Redirect URI", "ADT_REDIRECT_URI", "redirecturi", "aadredirecturi"),
  APP_ID_URI("App ID URI", "ADT_APP_ID_URI", "appiduri", "appiduris"),
  CLIENT_SECRET("Client secret", "AZURE_CLIENT_SECRET", "clientsecret");

  final String label;
  final String variable;
  private final List<String> keys;

  Setting(String label, String variable, String... keys) {
    this.label = label;
    this.variable = variable;
    this.keys = List.of(keys);
  }

  /**
   * Returns the setting of a key in any spelling: clientId, client-id, AZURE_CLIENT_ID; or null.
   */
  static @Nullable Setting ofKey(String key) {
    String plain = Ascii.toLowerCase(key).replaceAll("[-_. ]", "");
    for (Setting setting : values()) {
      if (setting.keys.contains(plain)
          || Ascii.toLowerCase(setting.variable.replace("_", "")).equals(plain)
          || Ascii.toLowerCase(setting.label.replace(" ", "")).equals(plain)) {
        return setting;
      }
    }
    return null;
  }

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if the value is invalid; the message is for the user
   */
  Object parse(String value, String source) {
    String trimmed = Placeholders.trim(value);
    try {
      Placeholders.reject(trimmed, this == CLIENT_SECRET);
      return parseTrimmed(trimmed);
    } catch (IllegalArgumentException e) {
      String displayed =
          this == CLIENT_SECRET || trimmed.isEmpty()
              ? ""
              : " '" + Redactor.redactSetting(trimmed) + "'";
      throw new IllegalArgumentException(
          invalidMessage(displayed, source, String.valueOf(e.getMessage())));
    }
  }

  private Object parseTrimmed(String value) {
    return switch (this) {
      case CLIENT_ID -> SettingParser.clientId(value);
      case TENANT -> SettingParser.tenant(value);
      case ENDPOINT -> SettingParser.endpoint(value);
      case AUTHORITY_HOST -> SettingParser.authorityHost(value);
      case SCOPE -> SettingParser.scope(value);
      case API_VERSION -> SettingParser.apiVersion(value);
      case REDIRECT -> SettingParser.redirectUri(value);
      case APP_ID_URI -> SettingParser.appIdUris(value);
      case CLIENT_SECRET -> Secret.of(value);
    };
  }

  /** Returns the message for an invalid value; {@code displayed} is redacted, or empty. */
  String invalidMessage(String displayed, String source, String reason) {
    return "Invalid " + label + displayed + " (from " + source + "): " + reason + ". " + help();
  }

  String missing() {
    return label
        + " is missing: set it in code, with "
        + variable
        + " or as "
        + label.replace(" ", "").replace("ID", "Id")
        + " in a file. "
        + help();
  }

  private String help() {
    return switch (this) {
      case CLIENT_ID, TENANT -> "Find it in " + IDS + ".";
      case ENDPOINT ->
          "Find it as 'Host name' in the overview of the Digital Twins instance, such as"
              + " https://contoso.api.weu.digitaltwins.azure.net.";
      case AUTHORITY_HOST -> "Use https://login.microsoftonline.com unless you use another cloud.";
      case SCOPE -> "Use " + Cloud.DIGITAL_TWINS_SCOPE + " unless you call another API.";
      case API_VERSION -> "Omit it to use " + DigitalTwinsConfig.DEFAULT_API_VERSION + ".";
      case REDIRECT -> "Find it in " + REDIRECT_URI + ".";
      case APP_ID_URI -> "Find it in " + EXPOSED_API + ".";
      case CLIENT_SECRET -> "Create one in " + CREDENTIAL + " and use its Value.";
    };
  }
}
