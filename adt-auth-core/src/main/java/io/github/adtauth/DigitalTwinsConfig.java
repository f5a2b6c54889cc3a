package io.github.adtauth;

import io.github.adtauth.internal.os.OperatingSystem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an application: Client ID, Tenant, endpoint and further, optional ones. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * DigitalTwinsConfig config =
 *     DigitalTwinsConfig.builder()
 *         .file(Path.of("adt.properties"))
 *         .environment(System.getenv())
 *         .build();
 * }</pre>
 *
 * <p>If a required setting is missing, its getter throws an {@link IllegalArgumentException} that
 * says where to find the value.
 *
 * <p>This file is long because each setting has a documented getter and setter.
 */
public final class DigitalTwinsConfig {
  /** The default api-version. */
  public static final String DEFAULT_API_VERSION = "2023-10-31";

  private final Map<Setting, Object> values;
  private final @Nullable String authorityError;
  private final @Nullable String endpointError;
  private final NearMisses nearMisses;
  private final Duration callTimeout;
  private final Duration tokenTimeout;

  private DigitalTwinsConfig(Builder builder) {
    values = new EnumMap<>(Setting.class);
    List<String> errors = new ArrayList<>();
    for (Map.Entry<Setting, RawValue> raw : builder.rawValues.entrySet()) {
      Setting setting = raw.getKey();
      try {
        values.put(setting, setting.parse(raw.getValue().value(), raw.getValue().source()));
      } catch (IllegalArgumentException e) {
        errors.add(e.getMessage());
      }
    }
    for (Setting other : new Setting[] {Setting.TENANT, Setting.CLIENT_SECRET}) {
      RawValue raw = builder.rawValues.get(other);
      if (raw != null && isClientId(other)) {
        errors.add(other.invalidMessage("", raw.source(), "is the same as the Client ID"));
      }
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), errors));
    }
    authorityError = HostTrust.authorityError((URI) values.get(Setting.AUTHORITY_HOST), builder);
    endpointError = HostTrust.endpointError((URI) values.get(Setting.ENDPOINT), scope(), builder);
    nearMisses = builder.nearMisses.copy();
    callTimeout = builder.callTimeout;
    tokenTimeout = builder.tokenTimeout;
  }

  /** Returns whether the value is a copy of the Client ID; Entra ID never issues an ID twice. */
  private boolean isClientId(Setting setting) {
    Object id = values.get(Setting.CLIENT_ID);
    Object value = values.get(setting);
    String text = value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
    return id != null && text.equalsIgnoreCase(id.toString());
  }

  /** Returns a builder without settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the settings of the environment variables {@code AZURE_CLIENT_ID}, {@code
   * AZURE_TENANT_ID}, {@code AZURE_CLIENT_SECRET}, {@code AZURE_AUTHORITY_HOST}, {@code
   * ADT_ENDPOINT}, {@code ADT_SCOPE}, {@code ADT_API_VERSION}, {@code ADT_REDIRECT_URI} and {@code
   * ADT_APP_ID_URI}.
   *
   * @throws IllegalArgumentException if a value is invalid; the message lists all of them
   */
  public static DigitalTwinsConfig fromEnvironment() {
    return builder().environment(System.getenv()).build();
  }

  /**
   * Returns the settings of a {@code .properties} file or of a JSON file such as {@code
   * appSettings.json} of the 2018 samples. Settings of the overlay {@code name.dev.ext} beside it
   * take precedence. A key may be spelled clientId, client-id or AZURE_CLIENT_ID. Unknown keys are
   * ignored.
   *
   * @throws IllegalArgumentException if the file cannot be read or a value is invalid
   */
  public static DigitalTwinsConfig fromFile(Path file) {
    return builder().file(file).build();
  }

  /**
   * Checks the authority host of a settings file and of its overlay {@code name.dev.ext}. Call this
   * method before writing a credential to the file. Other settings are not checked. The check
   * passes if neither file exists or contains an authority host.
   *
   * @throws IllegalArgumentException if {@link #cloud()} would reject the authority host, or a file
   *     cannot be read
   */
  public static void requireTrustedAuthority(Path file) {
    HostTrust.requireTrustedAuthority(file);
  }

  /**
   * Checks the endpoint of a settings file and of its overlay {@code name.dev.ext}. Call this
   * method before writing a credential to the file. Of the other settings only the scope is
   * checked. The check passes if neither file exists or contains an endpoint.
   *
   * @param trustedEndpoint an endpoint to trust, as {@link Builder#endpoint} does, or null
   * @throws IllegalArgumentException if {@link #endpoint()} would reject the endpoint, or a file
   *     cannot be read
   */
  public static void requireTrustedEndpoint(Path file, @Nullable String trustedEndpoint) {
    HostTrust.requireTrustedEndpoint(file, trustedEndpoint);
  }

  /** Returns the Client ID, which is the Application ID of the registration, in lower case. */
  public String clientId() {
    return (String) required(Setting.CLIENT_ID);
  }

  /** Returns the Tenant: the Directory ID or a domain name of the directory, in lower case. */
  public String tenant() {
    return (String) required(Setting.TENANT);
  }

  /** Returns the Tenant, if it is set. Some sign-in methods do not need it. */
  public Optional<String> findTenant() {
    return Optional.ofNullable((String) values.get(Setting.TENANT));
  }

  /**
   * Returns the https URL of the instance.
   *
   * @throws IllegalArgumentException if the URL is missing, or if only a settings file names it and
   *     its host is not a host of Azure Digital Twins ({@code *.digitaltwins.azure.net}) or the
   *     scope belongs to another API. Code ({@link Builder#endpoint}) or the process environment
   *     ({@code ADT_ENDPOINT}) may name any host and port.
   */
  public URI endpoint() {
    if (endpointError != null) {
      throw new IllegalArgumentException(endpointError);
    }
    return (URI) required(Setting.ENDPOINT);
  }

  /** Returns the client secret of a service or web API. */
  public Secret clientSecret() {
    return (Secret) required(Setting.CLIENT_SECRET);
  }

  /** Returns the client secret, if it is set. */
  public Optional<Secret> findClientSecret() {
    return Optional.ofNullable((Secret) values.get(Setting.CLIENT_SECRET));
  }

  /** Returns the redirect URI, if it is set. Otherwise browser sign-in uses a free port. */
  public Optional<URI> redirectUri() {
    return Optional.ofNullable((URI) values.get(Setting.REDIRECT));
  }

  /** Returns the further App ID URIs of the web API, besides {@code api://{Client ID}}. */
  @SuppressWarnings("unchecked") // the type that the setting parses
  public Set<String> appIdUris() {
    return (Set<String>) values.getOrDefault(Setting.APP_ID_URI, Set.of());
  }

  /**
   * Returns the cloud: authority host and Digital Twins scope.
   *
   * @throws IllegalArgumentException if only a settings file names the authority host and it is not
   *     a known host of Microsoft Entra ID. Code ({@link Builder#cloud}) or the process environment
   *     ({@code AZURE_AUTHORITY_HOST}) may name any host.
   */
  public Cloud cloud() {
    if (authorityError != null) {
      throw new IllegalArgumentException(authorityError);
    }
    return new Cloud(
        (URI) values.getOrDefault(Setting.AUTHORITY_HOST, Cloud.PUBLIC.authorityHost()), scope());
  }

  /** Returns the scope of the resource. Defaults to {@link Cloud#DIGITAL_TWINS_SCOPE}. */
  public String scope() {
    return (String) values.getOrDefault(Setting.SCOPE, Cloud.DIGITAL_TWINS_SCOPE);
  }

  /** Returns the api-version that every call sends. */
  public String apiVersion() {
    return (String) values.getOrDefault(Setting.API_VERSION, DEFAULT_API_VERSION);
  }

  /** Returns the timeout of a call, including token acquisition and retries. */
  public Duration callTimeout() {
    return callTimeout;
  }

  /** Returns the timeout of a token request. */
  public Duration tokenTimeout() {
    return tokenTimeout;
  }

  /**
   * Returns the instance as a resource: the endpoint and the scope.
   *
   * @throws IllegalArgumentException as {@link #endpoint()} does
   */
  public ProtectedResource resource() {
    return new ProtectedResource(endpoint(), scope());
  }

  /** Returns the settings and their values, with {@code ***} for the client secret. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey().label + "=" + entry.getValue())
        .collect(Collectors.joining(", ", "DigitalTwinsConfig[", "]"));
  }

  private Object required(Setting setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting.missing() + nearMisses.hint(setting));
    }
    return value;
  }

  /** Collects settings. A later value replaces an earlier one. Not thread-safe. */
  public static final class Builder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private final Map<Setting, RawValue> rawValues = new EnumMap<>(Setting.class);

    private final List<String> trustedAuthorities = new ArrayList<>();
    private final List<String> trustedEndpoints = new ArrayList<>();

    private final NearMisses nearMisses = new NearMisses();
    private Duration callTimeout = Duration.ofSeconds(60);
    private Duration tokenTimeout = Duration.ofSeconds(30);

    private Builder() {}

    /** Sets the Client ID: the Application ID of the registration, a GUID. */
    public Builder clientId(String value) {
      return set(Setting.CLIENT_ID, value, "code");
    }

    /** Sets the Tenant: the Directory ID, which is a GUID, or a domain name of the directory. */
    public Builder tenant(String value) {
      return set(Setting.TENANT, value, "code");
    }

    /**
     * Sets the https URL of the instance; the scheme may be omitted. Tokens may then be sent to its
     * host and port, even if a file names the same ones.
     */
    public Builder endpoint(String value) {
      return set(Setting.ENDPOINT, value, "code");
    }

    /** Sets the client secret of a service or web API. */
    public Builder clientSecret(Secret value) {
      return set(Setting.CLIENT_SECRET, value.reveal(), "code");
    }

    /** Sets the registered redirect URI, on localhost, to which the browser returns the code. */
    public Builder redirectUri(String value) {
      return set(Setting.REDIRECT, value, "code");
    }

    /** Sets the App ID URIs that the web API exposes, separated by spaces. */
    public Builder appIdUri(String value) {
      return set(Setting.APP_ID_URI, value, "code");
    }

    /**
     * Sets the cloud. Defaults to {@link Cloud#PUBLIC}. Credentials may then be sent to its
     * authority host, even if a file names the same one.
     */
    public Builder cloud(Cloud value) {
      set(Setting.AUTHORITY_HOST, value.authorityHost().toString(), "code");
      return set(Setting.SCOPE, value.scope(), "code");
    }

    /** Sets the api-version. Defaults to {@value DigitalTwinsConfig#DEFAULT_API_VERSION}. */
    public Builder apiVersion(String value) {
      return set(Setting.API_VERSION, value, "code");
    }

    /** Sets the timeout of a call, including token and retries. Defaults to 60 seconds. */
    public Builder callTimeout(Duration value) {
      callTimeout = checkTimeout(value, "callTimeout");
      return this;
    }

    /** Sets the timeout of a token request. Defaults to 30 seconds. */
    public Builder tokenTimeout(Duration value) {
      tokenTimeout = checkTimeout(value, "tokenTimeout");
      return this;
    }

    /** Sets the values of the variables that {@link #fromEnvironment()} lists. */
    public Builder environment(Map<String, String> variables) {
      Map<String, String> environment = OperatingSystem.current().environment(variables);
      for (Setting setting : Setting.values()) {
        String value = environment.get(setting.variable);
        if (value != null && !value.isBlank()) {
          set(setting, value, "the environment variable " + setting.variable);
        }
      }
      nearMisses.addVariables(environment.keySet());
      return this;
    }

    /**
     * Sets the values of a file, as {@link DigitalTwinsConfig#fromFile} does. Code or the
     * environment must also name the authority host or the endpoint unless it is a known one; see
     * {@link DigitalTwinsConfig#cloud()} and {@link DigitalTwinsConfig#endpoint()}.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    public Builder file(Path file) {
      ConfigFile.read(Objects.requireNonNull(file, "file"), this);
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException if a value is invalid; the message has a line for each
     */
    public DigitalTwinsConfig build() {
      return new DigitalTwinsConfig(this);
    }

    private Builder set(Setting setting, String value, String source) {
      put(setting, value, source);
      if (setting == Setting.AUTHORITY_HOST) {
        trustedAuthorities.add(value);
      } else if (setting == Setting.ENDPOINT) {
        trustedEndpoints.add(value);
      }
      return this;
    }

    /** Sets a value of a file, which does not make a host trusted. */
    void setFromFile(Setting setting, String value, String source) {
      put(setting, value, source);
    }

    /** Records an unknown key, which the message for a missing setting may name. */
    void addUnknownKey(String key, String source) {
      nearMisses.add(key, source);
    }

    @Nullable String value(Setting setting) {
      RawValue raw = rawValues.get(setting);
      return raw == null ? null : raw.value();
    }

    /** Returns a description of the source of a setting. */
    String source(Setting setting) {
      return Objects.requireNonNull(rawValues.get(setting)).source();
    }

    List<String> trustedValues(Setting setting) {
      return setting == Setting.ENDPOINT ? trustedEndpoints : trustedAuthorities;
    }

    private void put(Setting setting, String value, String source) {
      Objects.requireNonNull(value, setting.label + " must not be null");
      rawValues.put(setting, new RawValue(value, source));
    }

    private static Duration checkTimeout(Duration value, String name) {
      if (value.compareTo(MIN_TIMEOUT) < 0 || value.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException(name + " must be between 1 ms and 1 day: " + value);
      }
      return value;
    }
  }
}
