package io.github.adtauth.registration;

import io.github.adtauth.internal.registration.AppSpecAccess;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Guid;
import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requested registration of an application. Create one with the factory for the kind of
 * application, then add to it. Immutable and thread-safe: each modifier returns a copy.
 *
 * <p>This file is long because each property has a documented getter and modifier.
 */
public final class AppSpec {
  private static final String INSTANCE_ID_PATTERN =
      "(?i)/subscriptions/\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"
          + "/resourceGroups/[\\p{L}\\p{N}_().-]{1,90}(?<!\\.)/providers/Microsoft\\.DigitalTwins"
          + "/digitalTwinsInstances/[a-z0-9-]{1,63}";

  private static final String REDIRECT_URI_PATTERN =
      "(https://[!-~&&[^#*]]+)|(http://(localhost|127\\.0\\.0\\.1)([:/][!-~&&[^#*]]*)?)";

  static {
    AppSpecAccess.set(
        new AppSpecAccess() {
          @Override
          protected Origin originOf(AppSpec spec) {
            return spec.values.origin;
          }

          @Override
          protected AppSpec withClientId(AppSpec spec, String clientId, Origin origin) {
            return spec.withClientId(clientId, origin);
          }
        });
  }

  private final Values values;

  private AppSpec(Values values) {
    this.values = values;
  }

  /** The kind of application. */
  public enum Purpose {
    /** A desktop or command-line tool whose users sign in with a browser or a device code. */
    DESKTOP,
    /** A service or job that signs in as itself. */
    SERVICE,
    /** A web API that calls Digital Twins on behalf of its users. */
    WEB_API,
    /** A single-page application whose users sign in in the browser. */
    BROWSER_PAGE
  }

  /** The values of a spec. Modified only before they are passed to the spec. */
  private static final class Values {
    final Purpose purpose;
    final String displayName;
    @Nullable String clientId;
    AppSpecAccess.Origin origin = AppSpecAccess.Origin.NAME;
    List<String> redirectUris = List.of();
    @Nullable AppCredential credential;
    List<String> clients = List.of();
    @Nullable String webApi;
    boolean allowsWiderConsent;
    List<RoleAssignment> roles = List.of();

    Values(Purpose purpose, String displayName) {
      this.purpose = purpose;
      this.displayName = displayName;
    }

    Values copy() {
      Values copy = new Values(purpose, displayName);
      copy.clientId = clientId;
      copy.origin = origin;
      copy.redirectUris = redirectUris;
      copy.credential = credential;
      copy.clients = clients;
      copy.webApi = webApi;
      copy.allowsWiderConsent = allowsWiderConsent;
      copy.roles = roles;
      return copy;
    }
  }

  /**
   * A role of a principal on an instance.
   *
   * @param role the role
   * @param instanceId the resource id of the instance, {@code /subscriptions/…}
   * @param principalId the object id of a user or group, or null for the application itself
   */
  public record RoleAssignment(
      InstanceRole role, String instanceId, @Nullable String principalId) {}

  /**
   * Returns a spec for a desktop or command-line tool. Its users sign in with a browser or a device
   * code.
   */
  public static AppSpec desktop(String displayName) {
    Values values = new Values(Purpose.DESKTOP, requireName(displayName));
    values.redirectUris = List.of("http://localhost");
    return new AppSpec(values);
  }

  /** Returns a spec for a service or job that signs in as itself. */
  public static AppSpec service(String displayName, AppCredential credential) {
    Values values = new Values(Purpose.SERVICE, requireName(displayName));
    values.credential = Objects.requireNonNull(credential, "credential");
    return new AppSpec(values);
  }

  /** Returns a spec for a web API that calls Digital Twins on behalf of its users. */
  public static AppSpec webApi(String displayName, AppCredential credential) {
    Values values = new Values(Purpose.WEB_API, requireName(displayName));
    values.credential = Objects.requireNonNull(credential, "credential");
    return new AppSpec(values);
  }

  /**
   * Returns a spec for a single-page application. Its users sign in in the browser.
   *
   * @param redirectUri the page to which Entra ID redirects after a sign-in
   * @throws IllegalArgumentException if the URI is neither https nor on this machine
   */
  public static AppSpec browserPage(String displayName, String redirectUri) {
    Values values = new Values(Purpose.BROWSER_PAGE, requireName(displayName));
    values.redirectUris = List.of(requireRedirectUri(redirectUri));
    return new AppSpec(values);
  }

  /**
   * Sets the Client ID of the application to change. Defaults to the only application with the
   * display name. The application is changed even if other users own it or hold one of its
   * credentials; {@link RegistrationPlan#notes()} lists them.
   *
   * @throws IllegalArgumentException if the Client ID is not a GUID
   */
  public AppSpec clientId(String clientId) {
    return withClientId(clientId, AppSpecAccess.Origin.CLIENT_ID);
  }

  private AppSpec withClientId(String clientId, AppSpecAccess.Origin origin) {
    Values copy = values.copy();
    copy.clientId = requireGuid(clientId, "clientId");
    copy.origin = origin;
    return new AppSpec(copy);
  }

  /**
   * Adds a client that may call the web API without a separate consent. Where consent is required,
   * users consent to the client and the web API together.
   *
   * @throws IllegalArgumentException if this is not a web API, or the Client ID is not a GUID
   */
  public AppSpec preAuthorizedClient(String clientId) {
    if (values.purpose != Purpose.WEB_API) {
      throw new IllegalArgumentException("only a web API can have pre-authorized clients: " + this);
    }
    Values copy = values.copy();
    copy.clients = append(values.clients, requireGuid(clientId, "clientId"));
    return new AppSpec(copy);
  }

  /**
   * Sets the web API that the application calls. The web API then calls Digital Twins. Defaults to
   * calling Digital Twins directly.
   *
   * @throws IllegalArgumentException if this is neither a desktop tool nor a page, or the Client ID
   *     is not a GUID
   */
  public AppSpec callsWebApi(String webApiClientId) {
    if (values.purpose != Purpose.DESKTOP && values.purpose != Purpose.BROWSER_PAGE) {
      throw new IllegalArgumentException(
          "only a desktop tool or a page can call a web API: " + this);
    }
    Values copy = values.copy();
    copy.webApi = requireGuid(webApiClientId, "webApiClientId");
    return new AppSpec(copy);
  }

  /** Allows an existing consent to be widened. By default, a plan that requires it is blocked. */
  public AppSpec allowWiderConsent() {
    Values copy = values.copy();
    copy.allowsWiderConsent = true;
    return new AppSpec(copy);
  }

  /**
   * Assigns a role to the application itself, as a service requires.
   *
   * @param instanceId the resource id of the instance, {@code
   *     /subscriptions/…/digitalTwinsInstances/…}
   * @throws IllegalArgumentException if the resource id is not valid
   */
  public AppSpec assignRole(InstanceRole role, String instanceId) {
    return withRole(new RoleAssignment(role, requireResourceId(instanceId), null));
  }

  /**
   * Assigns a role to the users of a tool or a web API, preferably to a group.
   *
   * @param principalId the object id of the user or group
   * @param role the role
   * @param instanceId the resource id of the instance, {@code
   *     /subscriptions/…/digitalTwinsInstances/…}
   * @throws IllegalArgumentException if one of the ids is not valid
   */
  public AppSpec assignRole(String principalId, InstanceRole role, String instanceId) {
    String principal = requireGuid(principalId, "principalId");
    return withRole(new RoleAssignment(role, requireResourceId(instanceId), principal));
  }

  private AppSpec withRole(RoleAssignment assignment) {
    Values copy = values.copy();
    copy.roles = append(values.roles, assignment);
    return new AppSpec(copy);
  }

  /** Returns the kind of application. */
  public Purpose purpose() {
    return values.purpose;
  }

  /** Returns the display name. */
  public String displayName() {
    return values.displayName;
  }

  /** Returns the Client ID, or empty if the display name identifies the application. */
  public Optional<String> clientId() {
    return Optional.ofNullable(values.clientId);
  }

  /** Returns the redirect URIs. */
  public List<String> redirectUris() {
    return values.redirectUris;
  }

  /** Returns the credential, or empty if the application is neither a service nor a web API. */
  public Optional<AppCredential> credential() {
    return Optional.ofNullable(values.credential);
  }

  /** Returns the Client IDs of the clients that may call the web API without separate consent. */
  public List<String> preAuthorizedClients() {
    return values.clients;
  }

  /** Returns the Client ID of the web API to call, or empty to call Digital Twins directly. */
  public Optional<String> webApi() {
    return Optional.ofNullable(values.webApi);
  }

  /** Returns whether an existing consent may be widened. */
  public boolean allowsWiderConsent() {
    return values.allowsWiderConsent;
  }

  /** Returns the roles to assign. */
  public List<RoleAssignment> roleAssignments() {
    return values.roles;
  }

  private static String requireName(String displayName) {
    String name = displayName.strip();
    if (name.isEmpty() || name.length() > 120 || !Redactor.isLine(name)) {
      throw new IllegalArgumentException(
          "display name must be one line of 1 to 120 visible characters");
    }
    return name;
  }

  private static String requireGuid(String id, String name) {
    String guid = Ascii.toLowerCase(Objects.requireNonNull(id, name).strip());
    if (!Guid.isGuid(guid)) {
      throw new IllegalArgumentException(name + " must be a GUID");
    }
    return guid;
  }

  private static String requireRedirectUri(String redirectUri) {
    Objects.requireNonNull(redirectUri, "redirectUri");
    if (redirectUri.length() > 256 || !redirectUri.matches(REDIRECT_URI_PATTERN)) {
      throw new IllegalArgumentException(
          "redirect URI must be https://… or http://localhost:…/, without '#' and '*'");
    }
    return redirectUri;
  }

  private static String requireResourceId(String id) {
    String resourceId = id.strip();
    if (!resourceId.matches(INSTANCE_ID_PATTERN)) {
      throw new IllegalArgumentException(
          "resource id must be /subscriptions/…/resourceGroups/…/providers/"
              + "Microsoft.DigitalTwins/digitalTwinsInstances/…. Copy it from Properties of the"
              + " instance");
    }
    return resourceId;
  }

  private static <T> List<T> append(List<T> list, T element) {
    List<T> copy = new ArrayList<>(list);
    if (!copy.contains(element)) {
      copy.add(Objects.requireNonNull(element));
    }
    return List.copyOf(copy);
  }

  /** Returns the purpose and the display name. */
  @Override
  public String toString() {
    return values.purpose + " '" + values.displayName + "'";
  }
}
