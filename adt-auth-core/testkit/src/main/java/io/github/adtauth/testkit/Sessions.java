package io.github.adtauth.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** Who has signed in at which browser: a cookie stands for the user. Thread-safe. */
final class Sessions {
  private static final String COOKIE = "ESTSAUTH";
  // An application may ask from an invisible frame on its own page, which is another site.
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=None";

  private final Directory directory;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Sessions(Directory directory) {
    this.directory = directory;
  }

  Session create(FakeUser user) {
    Session session = new Session(TokenIssuer.randomString(32), user, directory.sessionEpoch(user), 0);
    sessions.put(session.id(), session);
    return session;
  }

  Session withSecondFactor(Session session, long turn) {
    Session more = new Session(session.id(), session.user(), session.epoch(), turn);
    sessions.put(more.id(), more);
    return more;
  }

  /** Returns the session of the browser that asks, or null. */
  @Nullable Session forRequest(LoggedRequest request) {
    return find(cookie(request));
  }

  /** Returns the session of this id unless it is over; else null. */
  @Nullable Session find(String id) {
    Session session = sessions.get(id);
    return session == null || session.epoch() < directory.sessionEpoch(session.user())
        ? null
        : session;
  }

  MockResponse setCookie(LoggedRequest request, Session session, MockResponse answer) {
    return cookie(request).equals(session.id())
        ? answer
        : withCookie(answer, session.id() + ATTRIBUTES);
  }

  MockResponse end(LoggedRequest request, MockResponse answer) {
    sessions.remove(cookie(request));
    return withCookie(answer, "; Max-Age=0" + ATTRIBUTES);
  }

  private static MockResponse withCookie(MockResponse answer, String value) {
    return answer.newBuilder().addHeader("Set-Cookie", COOKIE + "=" + value).build();
  }

  private static String cookie(LoggedRequest request) {
    String cookies = request.header("Cookie");
    for (String cookie : cookies == null ? new String[0] : cookies.split("; *", -1)) {
      if (cookie.startsWith(COOKIE + "=")) {
        return cookie.substring(COOKIE.length() + 1);
      }
    }
    return "";
  }

  /**
   * One signed-in user at one browser.
   *
   * @param id what the cookie holds, and the forms that follow the first
   * @param user the user
   * @param epoch how often the user's sessions had been revoked by then
   * @param secondFactor the turn of {@link ConditionalAccess} at which a second factor was given, 0 for never
   */
  record Session(String id, FakeUser user, int epoch, long secondFactor) {}
}
