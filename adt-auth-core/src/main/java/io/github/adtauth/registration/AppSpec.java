package io.github.adtauth.registration;

import io.github.adtauth.internal.registration.GraphJson;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application is for, which says how it has to be registered. Immutable; each method
 * returns a copy.
 */
public final class AppSpec {
  private static final String INSTANCE =
      "(?i)/subscriptions/\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"
          + "/resourceGroups/[\\p{L}\\p{N}_().-]{1,90}(?<!\\.)/providers/Microsoft\\.DigitalTwins"
          + "/digitalTwinsInstances/[a-z0-9-]{1,63}";

  private static final String PAGE =
      "(https://[!-~&&[^#*]]+)|(http://(localhost|127\\.0\\.0\\.1)([:/][!-~&&[^#*]]*)?)";

  private final Draft draft;

  private AppSpec(Draft draft) {
    this.draft = draft;
  }

  /** What the application is for. */
  public enum Purpose {
    DESKTOP,
    SERVICE,
    WEB_API,
    BROWSER_PAGE
  }

  /** How an existing application is identified. */
  public enum Origin {
    /** By its name alone, which anybody can give to an application. */
    NAME,
    /** By the Client ID that the spec names. */
    CLIENT_ID,
    /** It is the one that this run created. */
    CREATED
  }

  /** Everything stated, before it is fixed. Not thread-safe. */
  private static final class Draft {
    final Purpose purpose;
    final String displayName;
    @Nullable String clientId;
    Origin origin = Origin.NAME;
    List<String> redirectUris = List.of();
    @Nullable AppCredential credential;
    List<String> clients = List.of();
    @Nullable String callsApi;
    boolean mayWidenConsent;
    List<RoleAssignment> roles = List.of();

    Draft(Purpose purpose, String displayName) {
      this.purpose = purpose;
      this.displayName = displayName;
    }

    Draft copy() {
      Draft copy = new Draft(purpose, displayName);
      copy.clientId = clientId;
      copy.origin = origin;
      copy.redirectUris = redirectUris;
      copy.credential = credential;
      copy.clients = clients;
      copy.callsApi = callsApi;
      copy.mayWidenConsent = mayWidenConsent;
      copy.roles = roles;
      return copy;
    }
  }

  /**
   * A role for somebody on an instance.
   *
   * @param role the role
   * @param instanceId resource id of the instance, {@code /subscriptions/…}
   * @param principalId object id of a user or group, or null for the application itself
   */
  public record RoleAssignment(
      InstanceRole role, String instanceId, @Nullable String principalId) {}

  /** Begins a desktop or command-line tool: users sign in with browser or device code. */
  public static AppSpec desktop(String displayName) {
    Draft draft = new Draft(Purpose.DESKTOP, named(displayName));
    draft.redirectUris = List.of("http://localhost");
    return new AppSpec(draft);
  }

  /** Begins a service or job, which signs in as itself. */
  public static AppSpec service(String displayName, AppCredential credential) {
    Draft draft = new Draft(Purpose.SERVICE, named(displayName));
    draft.credential = Objects.requireNonNull(credential, "credential");
    return new AppSpec(draft);
  }

  /** Begins a web API, which calls Digital Twins on behalf of its users. */
  public static AppSpec webApi(String displayName, AppCredential credential) {
    Draft draft = new Draft(Purpose.WEB_API, named(displayName));
    draft.credential = Objects.requireNonNull(credential, "credential");
    return new AppSpec(draft);
  }

  /**
   * Begins a page in a browser, which signs its users in by itself.
   *
   * @param redirectUri address of the page that users come back to
   * @throws IllegalArgumentException if it is neither https nor on this machine
   */
  public static AppSpec browserPage(String displayName, String redirectUri) {
    Draft draft = new Draft(Purpose.BROWSER_PAGE, named(displayName));
    draft.redirectUris = List.of(page(redirectUri));
    return new AppSpec(draft);
  }

  /**
   * Means the application with this Client ID, instead of the only one of that name. The
   * application is changed even if somebody else owns it or has a credential of it; the plan's
   * {@link RegistrationPlan#notes()} list them.
   *
   * @throws IllegalArgumentException if it is no GUID
   */
  public AppSpec clientId(String clientId) {
    return identified(clientId, Origin.CLIENT_ID);
  }

  /** Returns a copy for the application of this Client ID, and how it was identified. */
  public AppSpec identified(String clientId, Origin origin) {
    Draft copy = draft.copy();
    copy.clientId = guid(clientId, "clientId");
    copy.origin = origin;
    return new AppSpec(copy);
  }

  /**
   * Lets this client call the web API without a consent of its own, and has users consent to both
   * at once where they must.
   *
   * @throws IllegalArgumentException if this is no web API, or that no GUID
   */
  public AppSpec preAuthorizedClient(String clientId) {
    if (draft.purpose != Purpose.WEB_API) {
      throw new IllegalArgumentException("only a web API has clients");
    }
    Draft copy = draft.copy();
    copy.clients = and(draft.clients, guid(clientId, "clientId"));
    return new AppSpec(copy);
  }

  /**
   * Calls this web API, which calls Digital Twins, instead of Digital Twins itself.
   *
   * @throws IllegalArgumentException if this is not signed in to by users, or that is no GUID
   */
  public AppSpec callsWebApi(String webApiClientId) {
    if (draft.purpose != Purpose.DESKTOP && draft.purpose != Purpose.BROWSER_PAGE) {
      throw new IllegalArgumentException("only a desktop tool or a page calls a web API here");
    }
    Draft copy = draft.copy();
    copy.callsApi = guid(webApiClientId, "webApiClientId");
    return new AppSpec(copy);
  }

  /** Allows a consent that exists to be widened; else a plan that needs it stops there. */
  public AppSpec allowWiderConsent() {
    Draft copy = draft.copy();
    copy.mayWidenConsent = true;
    return new AppSpec(copy);
  }

  /**
   * Gives the application itself a role: for a service.
   *
   * @param instanceId resource id of the instance, {@code /subscriptions/…/digitalTwinsInstances/…}
   * @throws IllegalArgumentException if it is none
   */
  public AppSpec assignRole(InstanceRole role, String instanceId) {
    return grants(new RoleAssignment(role, resourceId(instanceId), null));
  }

  /**
   * Gives somebody a role: the users of a tool or a web API, best as a group.
   *
   * @param instanceId resource id of the instance, {@code /subscriptions/…/digitalTwinsInstances/…}
   * @param principalId object id of the user or group
   * @throws IllegalArgumentException if they are none
   */
  public AppSpec assignRole(String principalId, InstanceRole role, String instanceId) {
    String principal = guid(principalId, "principalId");
    return grants(new RoleAssignment(role, resourceId(instanceId), principal));
  }

  private AppSpec grants(RoleAssignment grant) {
    Draft copy = draft.copy();
    copy.roles = and(draft.roles, grant);
    return new AppSpec(copy);
  }

  public Purpose purpose() {
    return draft.purpose;
  }

  public String displayName() {
    return draft.displayName;
  }

  public Optional<String> clientId() {
    return Optional.ofNullable(draft.clientId);
  }

  public Origin origin() {
    return draft.origin;
  }

  public List<String> redirectUris() {
    return draft.redirectUris;
  }

  public Optional<AppCredential> credential() {
    return Optional.ofNullable(draft.credential);
  }

  public List<String> preAuthorizedClients() {
    return draft.clients;
  }

  public Optional<String> webApi() {
    return Optional.ofNullable(draft.callsApi);
  }

  public boolean allowsWiderConsent() {
    return draft.mayWidenConsent;
  }

  public List<RoleAssignment> roleAssignments() {
    return draft.roles;
  }

  private static String named(String displayName) {
    String name = displayName.strip();
    if (name.isEmpty() || name.length() > 120 || !Redactor.isLine(name)) {
      throw new IllegalArgumentException(
          "an application has a name of 1 to 120 characters that can be seen");
    }
    return name;
  }

  private static String guid(String id, String what) {
    String plain = Ascii.toLowerCase(Objects.requireNonNull(id, what).strip());
    if (!GraphJson.isGuid(plain)) {
      throw new IllegalArgumentException(what + " is a GUID, nothing before or after it");
    }
    return plain;
  }

  private static String page(String redirectUri) {
    Objects.requireNonNull(redirectUri, "redirectUri");
    if (redirectUri.length() > 256 || !redirectUri.matches(PAGE)) {
      throw new IllegalArgumentException(
          "the address of a page is https://… or http://localhost:…/, without '#' and '*'");
    }
    return redirectUri;
  }

  private static String resourceId(String id) {
    String plain = id.strip();
    if (!plain.matches(INSTANCE)) {
      throw new IllegalArgumentException(
          "the resource id of an instance is /subscriptions/…/resourceGroups/…/providers/"
              + "Microsoft.DigitalTwins/digitalTwinsInstances/…; find it under Properties of the"
              + " instance");
    }
    return plain;
  }

  private static <T> List<T> and(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    if (!longer.contains(more)) {
      longer.add(Objects.requireNonNull(more));
    }
    return List.copyOf(longer);
  }

  /** Names purpose and name. */
  @Override
  public String toString() {
    return draft.purpose + " '" + draft.displayName + "'";
  }
}
