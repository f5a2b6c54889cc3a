package io.github.adtauth;

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
import org.jspecify.annotations.Nullable;

/**
 * Settings: Client ID, Tenant, endpoint and, rarely, more; long, because each has its documented
 * getter and setter here. Immutable, thread-safe, nothing to close. A getter of a setting that is
 * missing throws an {@link IllegalArgumentException} that says where to find the value.
 */
public final class DigitalTwinsConfig {
  /** The api-version that is used where none is stated. */
  public static final String DEFAULT_API_VERSION = "2023-10-31";

  private final Map<Setting, Object> values;
  private final @Nullable String authorityFault;
  private final @Nullable String endpointFault;
  private final NearMisses nearMisses;
  private final Duration callTimeout;
  private final Duration tokenTimeout;

  private DigitalTwinsConfig(Builder builder) {
    values = new EnumMap<>(Setting.class);
    List<String> faults = new ArrayList<>();
    for (Map.Entry<Setting, Given> stated : builder.given.entrySet()) {
      Setting setting = stated.getKey();
      try {
        values.put(setting, setting.read(stated.getValue().value(), stated.getValue().source()));
      } catch (IllegalArgumentException e) {
        faults.add(e.getMessage());
      }
    }
    for (Setting other : new Setting[] {Setting.TENANT, Setting.CLIENT_SECRET}) {
      Given given = builder.given.get(other);
      if (given != null && isClientId(other)) {
        faults.add(other.unfit("", given.source(), "it is the same as the Client ID"));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), faults));
    }
    authorityFault = HostTrust.authorityFault((URI) values.get(Setting.AUTHORITY_HOST), builder);
    endpointFault = HostTrust.endpointFault((URI) values.get(Setting.ENDPOINT), scope(), builder);
    nearMisses = builder.nearMisses.copy();
    callTimeout = builder.callTimeout;
    tokenTimeout = builder.tokenTimeout;
  }

  /** Finds the Client ID copied into another place too: Entra never gives the same ID twice. */
  private boolean isClientId(Setting setting) {
    Object id = values.get(Setting.CLIENT_ID);
    Object value = values.get(setting);
    String text = value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
    return id != null && text.equalsIgnoreCase(id.toString());
  }

  /** Begins with nothing stated. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the environment: {@code AZURE_CLIENT_ID}, {@code AZURE_TENANT_ID}, {@code
   * AZURE_CLIENT_SECRET}, {@code AZURE_AUTHORITY_HOST}, {@code ADT_ENDPOINT}, {@code ADT_SCOPE},
   * {@code ADT_API_VERSION}, {@code ADT_REDIRECT_URI}, {@code ADT_APP_ID_URI}.
   *
   * @throws IllegalArgumentException if a value does not fit; the message lists them all
   */
  public static DigitalTwinsConfig fromEnvironment() {
    return builder().environment(System.getenv()).build();
  }

  /**
   * Reads a {@code .properties} file or a JSON file such as the 2018 samples' {@code
   * appSettings.json}, and {@code name.dev.ext} beside it on top. Keys in any spelling (clientId,
   * client-id, AZURE_CLIENT_ID); unknown ones are passed over.
   *
   * @throws IllegalArgumentException if the file cannot be read or a value does not fit
   */
  public static DigitalTwinsConfig fromFile(Path file) {
    return builder().file(file).build();
  }

  /**
   * Checks the authority host that a settings file and the {@code name.dev.ext} beside it name,
   * before a credential is written there. Other settings are not checked. Passes where neither file
   * exists or names an authority host.
   *
   * @throws IllegalArgumentException if {@link #cloud()} would reject the authority host, or a file
   *     cannot be read
   */
  public static void requireTrustedAuthority(Path file) {
    HostTrust.requireTrustedAuthority(file);
  }

  /**
   * Checks the endpoint that a settings file and the {@code name.dev.ext} beside it name, before a
   * credential is written there. Other settings are not checked, except for the scope. Passes where
   * neither file exists or names an endpoint.
   *
   * @param named an endpoint that code vouches for, as {@link Builder#endpoint} does, or null
   * @throws IllegalArgumentException if {@link #endpoint()} would reject the endpoint, or a file
   *     cannot be read
   */
  public static void requireTrustedEndpoint(Path file, @Nullable String named) {
    HostTrust.requireTrustedEndpoint(file, named);
  }

  /** Returns the Client ID: the registration's Application ID, in lower case. */
  public String clientId() {
    return (String) required(Setting.CLIENT_ID);
  }

  /** Returns the Tenant: the Directory ID or a domain name of the directory, in lower case. */
  public String tenant() {
    return (String) required(Setting.TENANT);
  }

  /** Returns the Tenant, where one was given: some ways to sign in need none. */
  public Optional<String> findTenant() {
    return Optional.ofNullable((String) values.get(Setting.TENANT));
  }

  /**
   * Returns the URL of the instance, https.
   *
   * @throws IllegalArgumentException if there is none, or if only a settings file names it and it
   *     is not a host of Azure Digital Twins ({@code *.digitaltwins.azure.net}), or the scope is
   *     one of another API. Code ({@link Builder#endpoint}) or the process environment ({@code
   *     ADT_ENDPOINT}) may name any other host and port.
   */
  public URI endpoint() {
    if (endpointFault != null) {
      throw new IllegalArgumentException(endpointFault);
    }
    return (URI) required(Setting.ENDPOINT);
  }

  /** Returns the client secret of a service or web API. */
  public Secret clientSecret() {
    return (Secret) required(Setting.CLIENT_SECRET);
  }

  /** Returns the client secret, where one was given. */
  public Optional<Secret> findClientSecret() {
    return Optional.ofNullable((Secret) values.get(Setting.CLIENT_SECRET));
  }

  /** Returns the redirect URI, where one was given; else the browser uses a free port. */
  public Optional<URI> redirectUri() {
    return Optional.ofNullable((URI) values.get(Setting.REDIRECT));
  }

  /** Returns the App ID URIs of the web API beside {@code api://{Client ID}}; may be empty. */
  @SuppressWarnings("unchecked") // what the setting reads
  public Set<String> appIdUris() {
    return (Set<String>) values.getOrDefault(Setting.APP_ID_URI, Set.of());
  }

  /**
   * Returns the cloud: authority host and Digital Twins scope.
   *
   * @throws IllegalArgumentException if the authority host is not a known one of Microsoft Entra ID
   *     and only a settings file names it. Code ({@link Builder#cloud}) or the process environment
   *     ({@code AZURE_AUTHORITY_HOST}) may name any other.
   */
  public Cloud cloud() {
    if (authorityFault != null) {
      throw new IllegalArgumentException(authorityFault);
    }
    return new Cloud(
        (URI) values.getOrDefault(Setting.AUTHORITY_HOST, Cloud.PUBLIC.authorityHost()), scope());
  }

  /** Returns the scope of the resource; defaults to {@link Cloud#DIGITAL_TWINS_SCOPE}. */
  public String scope() {
    return (String) values.getOrDefault(Setting.SCOPE, Cloud.DIGITAL_TWINS_SCOPE);
  }

  /** Returns the api-version that is sent with every call. */
  public String apiVersion() {
    return (String) values.getOrDefault(Setting.API_VERSION, DEFAULT_API_VERSION);
  }

  /** Returns the time within which a call ends, token and retries included. */
  public Duration callTimeout() {
    return callTimeout;
  }

  /** Returns the time within which a request for a token ends. */
  public Duration tokenTimeout() {
    return tokenTimeout;
  }

  /**
   * Returns the instance as a resource: its endpoint and the scope of Digital Twins.
   *
   * @throws IllegalArgumentException as {@link #endpoint()} does
   */
  public ProtectedResource resource() {
    return new ProtectedResource(endpoint(), scope());
  }

  /** Names the settings and their values; the client secret as {@code ***}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("DigitalTwinsConfig[");
    String separator = "";
    for (Map.Entry<Setting, Object> e : values.entrySet()) {
      text.append(separator).append(e.getKey().label).append('=').append(e.getValue());
      separator = ", ";
    }
    return text.append(']').toString();
  }

  private Object required(Setting setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting.missing() + nearMisses.hint(setting));
    }
    return value;
  }

  /** Gathers settings; a later statement replaces an earlier one. Not thread-safe. */
  public static final class Builder {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    /** Authority hosts that code or the environment named; a file may repeat them. */
    private final List<String> namedAuthorities = new ArrayList<>();

    /** Endpoints that code or the environment named; a file may repeat them. */
    private final List<String> namedEndpoints = new ArrayList<>();

    private final NearMisses nearMisses = new NearMisses();
    private Duration callTimeout = Duration.ofSeconds(60);
    private Duration tokenTimeout = Duration.ofSeconds(30);

    private Builder() {}

    /** States the Client ID: the Application ID of the registration, a GUID. */
    public Builder clientId(String value) {
      return set(Setting.CLIENT_ID, value, "code");
    }

    /** States the Tenant: the Directory ID, a GUID, or a domain name of the directory. */
    public Builder tenant(String value) {
      return set(Setting.TENANT, value, "code");
    }

    /**
     * Sets the URL of the instance; https, which may be left out. Tokens may be sent to its host
     * and port, also where a file names the same ones.
     */
    public Builder endpoint(String value) {
      return set(Setting.ENDPOINT, value, "code");
    }

    /** States the client secret of a service or web API. */
    public Builder clientSecret(Secret value) {
      return set(Setting.CLIENT_SECRET, value.reveal(), "code");
    }

    /** States where the browser hands over the code: what is registered, on localhost. */
    public Builder redirectUri(String value) {
      return set(Setting.REDIRECT, value, "code");
    }

    /** States the App ID URIs that the web API exposes, separated by spaces. */
    public Builder appIdUri(String value) {
      return set(Setting.APP_ID_URI, value, "code");
    }

    /**
     * Sets the cloud; defaults to {@link Cloud#PUBLIC}. Credentials may be sent to its authority
     * host, also where a file names the same one.
     */
    public Builder cloud(Cloud value) {
      set(Setting.AUTHORITY_HOST, value.authorityHost().toString(), "code");
      return set(Setting.SCOPE, value.scope(), "code");
    }

    /**
     * States the api-version; {@value DigitalTwinsConfig#DEFAULT_API_VERSION} if nothing is said.
     */
    public Builder apiVersion(String value) {
      return set(Setting.API_VERSION, value, "code");
    }

    /** States how long a call may take, token and retries included; 60 s if nothing is said. */
    public Builder callTimeout(Duration value) {
      callTimeout = bounded(value, "callTimeout");
      return this;
    }

    /** States how long a request for a token may take; 30 s if nothing is said. */
    public Builder tokenTimeout(Duration value) {
      tokenTimeout = bounded(value, "tokenTimeout");
      return this;
    }

    /** Takes over the variables of an environment, as {@link #fromEnvironment()} names them. */
    public Builder environment(Map<String, String> environment) {
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
     * Takes over the settings of a file, as {@link DigitalTwinsConfig#fromFile} does. An authority
     * host or an endpoint that is not a known one must be named by code or the environment too; see
     * {@link DigitalTwinsConfig#cloud()} and {@link DigitalTwinsConfig#endpoint()}.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    public Builder file(Path file) {
      ConfigFile.read(Objects.requireNonNull(file, "file"), this);
      return this;
    }

    /**
     * Checks the form of what was stated.
     *
     * @throws IllegalArgumentException if a value does not fit; one line for each
     */
    public DigitalTwinsConfig build() {
      return new DigitalTwinsConfig(this);
    }

    private Builder set(Setting setting, String value, String source) {
      put(setting, value, source);
      if (setting == Setting.AUTHORITY_HOST) {
        namedAuthorities.add(value);
      } else if (setting == Setting.ENDPOINT) {
        namedEndpoints.add(value);
      }
      return this;
    }

    /** Sets what a file states, which is not enough for credentials to be sent somewhere. */
    void setFromFile(Setting setting, String value, String source) {
      put(setting, value, source);
    }

    /** Remembers a key that is not one of ours, in case a setting is missing. */
    void passedOver(String key, String source) {
      nearMisses.add(key, source);
    }

    @Nullable String value(Setting setting) {
      Given stated = given.get(setting);
      return stated == null ? null : stated.value();
    }

    /** Returns where the value of a setting comes from. */
    String source(Setting setting) {
      return Objects.requireNonNull(given.get(setting)).source();
    }

    List<String> named(Setting setting) {
      return setting == Setting.ENDPOINT ? namedEndpoints : namedAuthorities;
    }

    private void put(Setting setting, String value, String source) {
      Objects.requireNonNull(value, setting.label + " must not be null");
      given.put(setting, new Given(value, source));
    }

    private static Duration bounded(Duration value, String name) {
      if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            name + " must be from 1 ms to 1 day, not " + value + "; leave it out for the default.");
      }
      return value;
    }
  }

  private record Given(String value, String source) {
    @Override
    public String toString() {
      return source;
    }
  }
}
