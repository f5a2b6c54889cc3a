package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/**
 * The {@code /oauth2/v2.0/authorize} endpoint. It asks for the user, for a second factor if a
 * policy requires one, and for missing consent, and then redirects to the application. A browser
 * with a session is asked only for what is still missing.
 */
record AuthorizationEndpoint(
    Clock clock,
    Directory directory,
    ConditionalAccess conditionalAccess,
    Sessions sessions,
    AuthorizationCodeGrant codes,
    Rejections rejections) {

  MockResponse handle(LoggedRequest http, String tenantName) {
    try {
      AuthorizationRequest request = AuthorizationRequest.of(http, tenantName, directory);
      try {
        rejections.checkSignIn();
        Scopes scopes = request.validate(directory);
        return http.method().equals("POST")
            ? submit(http, request, scopes)
            : show(http, request, scopes);
      } catch (EntraErrorException error) {
        return AuthorizationResponse.error(request, error, clock.instant());
      }
    } catch (EntraErrorException error) {
      return rejections.page(error);
    }
  }

  private MockResponse show(LoggedRequest http, AuthorizationRequest request, Scopes scopes) {
    Sessions.Session session = sessions.forRequest(http);
    boolean hasUser = session != null && matches(session, request);
    if (request.isSilent() && !hasUser) {
      throw new EntraErrorException(
          "login_required", 50058, "A silent sign-in request was sent but no user is signed in.");
    }
    boolean isPromptRequired = List.of("login", "select_account").contains(request.prompt());
    return session == null || !hasUser || isPromptRequired
        ? signInPage(request, LoginHint.userName(request.parameter("login_hint")), null)
        : proceed(http, request, scopes, session, false);
  }

  private static boolean matches(Sessions.Session session, AuthorizationRequest request) {
    FakeUser user = session.user();
    String hint = request.parameter("login_hint");
    String sid = request.parameter("sid");
    return user.tid().equals(request.tenant().id())
        && (hint.isEmpty() || LoginHint.userName(hint).equalsIgnoreCase(user.upn()))
        && (sid.isEmpty() || sid.equals(session.publicId()));
  }

  private MockResponse submit(LoggedRequest http, AuthorizationRequest request, Scopes scopes) {
    Map<String, String> form = Forms.read(http);
    String decline = form.getOrDefault("decline", "");
    if (decline.equals("mfa")) {
      throw new EntraErrorException(
          "access_denied", 500121, "Authentication failed during strong authentication request.");
    }
    if (!decline.isEmpty()) {
      throw new EntraErrorException(
          "access_denied", 65004, "User declined to consent to access the app.");
    }
    if (!form.containsKey("session")) {
      return signIn(http, request, scopes, form);
    }
    Sessions.Session session = sessions.find(form.getOrDefault("session", ""));
    if (session == null) {
      return signInPage(request, "", "Your sign-in has ended. Sign in again.");
    }
    if (form.containsKey("mfa")) {
      session = sessions.withSecondFactor(session, conditionalAccess.currentSequence());
    }
    return proceed(http, request, scopes, session, form.containsKey("accept"));
  }

  private MockResponse signIn(
      LoggedRequest http, AuthorizationRequest request, Scopes scopes, Map<String, String> form) {
    String name = form.getOrDefault("username", "").trim();
    FakeUser user = directory.user(form.getOrDefault("user", name));
    if (user == null || !user.tid().equals(request.tenant().id())) {
      return signInPage(
          request, name, "This username may be incorrect. Make sure you typed it correctly.");
    }
    return proceed(http, request, scopes, sessions.create(user), false);
  }

  private MockResponse signInPage(
      AuthorizationRequest request, String name, @Nullable String error) {
    return SignInPages.signIn(request, name, error, directory.users(request.tenant()));
  }

  private MockResponse proceed(
      LoggedRequest http,
      AuthorizationRequest request,
      Scopes scopes,
      Sessions.Session session,
      boolean accepted) {
    return sessions.setCookie(http, session, next(request, scopes, session, accepted));
  }

  private MockResponse next(
      AuthorizationRequest request, Scopes scopes, Sessions.Session session, boolean accepted) {
    FakeUser user = session.user();
    String claims = request.parameter("claims");
    EntraErrorException unmet =
        conditionalAccess.findUnmetPolicy(user, scopes, claims, session.secondFactor());
    if (unmet != null && request.isSilent()) {
      throw unmet;
    }
    if (unmet != null) {
      return SignInPages.secondFactor(request, session);
    }
    boolean forced = request.prompt().equals("consent");
    List<Permission> missing =
        directory.permissionsToConsent(request.client(), scopes, user, forced);
    if (accepted && !missing.isEmpty()) {
      directory.settings().requireConsentAllowed(user);
      directory.consent(missing, user);
    } else if (!missing.isEmpty() && request.isSilent()) {
      throw EntraErrorException.consentRequired("consent_required", request.client());
    } else if (!missing.isEmpty()) {
      directory.settings().requireConsentAllowed(user);
      return SignInPages.consent(request, session, scopes, missing);
    }
    return AuthorizationResponse.code(request, code(request, scopes, session));
  }

  private String code(AuthorizationRequest request, Scopes scopes, Sessions.Session session) {
    SignIn signIn =
        new SignIn(
            session.user(),
            session.epoch(),
            request.parameter("claims"),
            session.secondFactor(),
            request.parameters().get("nonce"),
            request.platform(),
            request.spa() ? clock.instant() : null,
            session.publicId());
    return codes.issue(request, scopes, signIn);
  }
}
