package io.github.adtauth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * A browser with a user before it, as far as signing in needs one: it opens Entra's pages, presses
 * buttons and takes the answer to the redirect URI as Chromium does. Immutable, thread-safe.
 */
public final class FakeBrowser {
  private static final Pattern ACTION =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  // Name or consent, second factor, consent: a page that comes back after that is no progress.
  private static final int MAX_PAGES = 4;

  private final OkHttpClient entra;
  private final UserBehavior user;
  private final @Nullable String forgedState;
  private final boolean sendsStrayRequests;

  FakeBrowser(OkHttpClient azure) {
    this(withoutTimeouts(azure.newBuilder()), new UserBehavior(null, true, true), null, false);
  }

  private FakeBrowser(OkHttpClient entra, UserBehavior person, @Nullable String state, boolean stray) {
    this.entra = entra;
    this.user = person;
    this.forgedState = state;
    this.sendsStrayRequests = stray;
  }

  /**
   * Returns a browser whose user signs in, gives a second factor and consents when asked; without
   * one the user declines.
   */
  public FakeBrowser withUser(FakeUser who) {
    return withBehavior(new UserBehavior(who, true, true));
  }

  /** Returns a browser whose user declines to sign in. */
  public FakeBrowser declining() {
    return withBehavior(new UserBehavior(null, true, true));
  }

  /** Returns a browser whose user does not give a second factor. */
  public FakeBrowser withoutSecondFactor() {
    return withBehavior(new UserBehavior(user.user(), false, user.consents()));
  }

  /** Returns a browser whose user does not consent. */
  public FakeBrowser withoutConsent() {
    return withBehavior(new UserBehavior(user.user(), user.secondFactor(), false));
  }

  /**
   * Returns a browser that keeps Entra's cookie, and those made from it keep the same: who has
   * signed in is not asked again, whoever {@link #withUser(FakeUser)} names.
   */
  public FakeBrowser keepingSession() {
    OkHttpClient client = entra.newBuilder().cookieJar(new Cookies()).build();
    return new FakeBrowser(client, user, forgedState, sendsStrayRequests);
  }

  /** Returns a browser that brings back another state than it was given. */
  public FakeBrowser withForgedState(String forged) {
    return new FakeBrowser(entra, user, forged, sendsStrayRequests);
  }

  /** Returns a browser that first asks the redirect URI's server for its icon and its root. */
  public FakeBrowser withStrayRequests() {
    return new FakeBrowser(entra, user, forgedState, true);
  }

  private FakeBrowser withBehavior(UserBehavior who) {
    return new FakeBrowser(entra, who, forgedState, sendsStrayRequests);
  }

  /**
   * Signs in at an authorization URL, or at a URL of this machine that redirects to one, and
   * returns the response of the redirect URI's server.
   */
  public Page visit(URI url) {
    try {
      HttpUrl first = HttpUrl.get(url.toString());
      if (first.isHttps()) {
        return visit(first);
      }
      Page start = open(first);
      return start.location() == null ? start : visit(HttpUrl.get(start.location()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a client that does not follow redirects and waits as long as a busy machine takes. */
  private static OkHttpClient withoutTimeouts(OkHttpClient.Builder client) {
    return client
        .followRedirects(false)
        .proxy(Proxy.NO_PROXY)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .build();
  }

  /** Opens a URL of this machine, which Azure's own client does not reach. */
  private static Page open(HttpUrl url) throws IOException {
    OkHttpClient plain = withoutTimeouts(new OkHttpClient.Builder());
    try {
      return send(plain, new Request.Builder().url(url).build());
    } finally {
      plain.dispatcher().executorService().shutdown();
      plain.connectionPool().evictAll();
    }
  }

  private Page visit(HttpUrl url) throws IOException {
    Page page = send(entra, new Request.Builder().url(url).build());
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      Matcher action = ACTION.matcher(page.body());
      // Entra's own forms go back to where they came from, the last one to the application.
      if (page.location() != null || !action.find() || !action.group(1).startsWith("/")) {
        break;
      }
      HttpUrl target = Objects.requireNonNull(url.resolve(Html.unescape(action.group(1))));
      FormBody.Builder form = new FormBody.Builder();
      hiddenFields(page.body()).forEach(form::add);
      user.press(page.body(), form);
      page = send(entra, new Request.Builder().url(target).post(form.build()).build());
    }
    return returnToApplication(page);
  }

  private Page returnToApplication(Page answer) throws IOException {
    OkHttpClient plain = withoutTimeouts(new OkHttpClient.Builder());
    try {
      if (answer.location() != null) {
        HttpUrl location = HttpUrl.get(answer.location());
        sendStrayRequests(plain, location);
        HttpUrl.Builder to = location.newBuilder();
        if (forgedState != null) {
          to.setQueryParameter("state", forgedState);
        }
        return send(plain, new Request.Builder().url(to.build()).build());
      }
      Matcher action = ACTION.matcher(answer.body());
      boolean toApplication = action.find() && !action.group(1).startsWith("/");
      return toApplication ? post(plain, Html.unescape(action.group(1)), answer.body()) : answer;
    } finally {
      plain.dispatcher().executorService().shutdown();
      plain.connectionPool().evictAll();
    }
  }

  private Page post(OkHttpClient plain, String redirectUri, String html) throws IOException {
    sendStrayRequests(plain, HttpUrl.get(redirectUri));
    Map<String, String> fields = hiddenFields(html);
    if (forgedState != null) {
      fields.put("state", forgedState);
    }
    FormBody.Builder form = new FormBody.Builder();
    fields.forEach(form::add);
    return send(
        plain,
        new Request.Builder().url(redirectUri).header("Origin", "null").post(form.build()).build());
  }

  private static Map<String, String> hiddenFields(String html) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher hidden = HIDDEN.matcher(html);
    while (hidden.find()) {
      fields.put(Html.unescape(hidden.group(1)), Html.unescape(hidden.group(2)));
    }
    return fields;
  }

  private void sendStrayRequests(OkHttpClient plain, HttpUrl redirectUri) throws IOException {
    if (sendsStrayRequests) {
      send(plain, new Request.Builder().url(redirectUri.resolve("/favicon.ico") + "").build());
      send(plain, new Request.Builder().url(redirectUri.resolve("/") + "").build());
    }
  }

  private static Page send(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      ResponseBody body = response.body();
      String address = request.url().toString();
      return new Page(response.code(), response.header("Location"), body.string(), address);
    }
  }

  /**
   * What a server answered last. Immutable.
   *
   * @param status the HTTP status
   * @param location where it redirects to, or null
   * @param body the body
   * @param address where the browser is, with the fragment that the server never saw
   */
  public record Page(int status, @Nullable String location, String body, String address) {}

  /** Who sits before the browser, and which buttons he presses. */
  private record UserBehavior(@Nullable FakeUser user, boolean secondFactor, boolean consents) {
    void press(String page, FormBody.Builder form) {
      if (page.contains("name=\"mfa\"")) {
        form.add(secondFactor ? "mfa" : "decline", secondFactor ? "1" : "mfa");
      } else if (page.contains("name=\"accept\"")) {
        form.add(consents ? "accept" : "decline", "1");
      } else if (user == null) {
        form.add("decline", "1");
      } else {
        form.add("user", user.oid());
      }
    }
  }

  private static final class Cookies implements CookieJar {
    private final Map<String, Cookie> byName = new ConcurrentHashMap<>();

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
      cookies.forEach(cookie -> byName.put(cookie.domain() + " " + cookie.name(), cookie));
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
      // An expired one is how a server takes a cookie away.
      return byName.values().stream()
          .filter(cookie -> cookie.matches(url) && !cookie.value().isEmpty())
          .toList();
    }
  }
}
