package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Guids;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** The sessions of signed-in browsers, identified by a cookie. Thread-safe. */
final class Sessions {
  private static final String COOKIE = "ESTSAUTH";
  // An application may send a request from a hidden frame on its page, which is cross-site.
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=None";

  private final Directory directory;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Sessions(Directory directory) {
    this.directory = directory;
  }

  Session create(FakeUser user) {
    Session session =
        new Session(TokenIssuer.randomString(32), user, directory.sessionEpoch(user), 0);
    sessions.put(session.id(), session);
    return session;
  }

  Session withSecondFactor(Session session, long sequence) {
    Session updated = new Session(session.id(), session.user(), session.epoch(), sequence);
    sessions.put(updated.id(), updated);
    return updated;
  }

  /** Returns the session of the requesting browser, or null. */
  @Nullable Session forRequest(LoggedRequest request) {
    return find(cookie(request));
  }

  /** Returns the session with this ID, or null if it does not exist or was revoked. */
  @Nullable Session find(String id) {
    Session session = sessions.get(id);
    return session == null || session.epoch() < directory.sessionEpoch(session.user())
        ? null
        : session;
  }

  MockResponse setCookie(LoggedRequest request, Session session, MockResponse response) {
    return cookie(request).equals(session.id())
        ? response
        : withCookie(response, session.id() + ATTRIBUTES);
  }

  MockResponse end(LoggedRequest request, MockResponse response) {
    sessions.remove(cookie(request));
    return withCookie(response, "; Max-Age=0" + ATTRIBUTES);
  }

  private static MockResponse withCookie(MockResponse response, String value) {
    return response.newBuilder().addHeader("Set-Cookie", COOKIE + "=" + value).build();
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
   * A signed-in user of a browser.
   *
   * @param id the session ID, which the cookie and the forms contain
   * @param user the user
   * @param epoch the number of times that the user's sessions had been revoked before
   * @param secondFactor the sequence number of {@link ConditionalAccess} at which a second factor
   *     was given, or 0
   */
  record Session(String id, FakeUser user, int epoch, long secondFactor) {
    /** Returns the ID of the claim {@code sid}, which does not give access to the session. */
    String publicId() {
      return Guids.fromSeed("session " + id);
    }
  }
}
