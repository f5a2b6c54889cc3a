package io.github.adtauth.testkit;

import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.internal.HtmlText;
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
 * A browser and its user, as far as a sign-in needs them. It opens the pages of Entra ID, presses
 * their buttons and sends the result to the redirect URI as Chromium does. Immutable and
 * thread-safe.
 */
public final class FakeBrowser {
  private static final Pattern ACTION =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  // A sign-in shows at most three pages: user name, second factor and consent. The limit ends
  // loops.
  private static final int MAX_PAGES = 4;

  private final OkHttpClient entra;
  private final UserBehavior user;
  private final @Nullable String forgedState;
  private final boolean sendsStrayRequests;

  FakeBrowser(OkHttpClient azure) {
    this(withoutTimeouts(azure.newBuilder()), new UserBehavior(null, true, true), null, false);
  }

  private FakeBrowser(
      OkHttpClient entra, UserBehavior user, @Nullable String state, boolean sendsStrayRequests) {
    this.entra = entra;
    this.user = user;
    this.forgedState = state;
    this.sendsStrayRequests = sendsStrayRequests;
  }

  /**
   * Returns a browser whose user signs in, gives a second factor and consents when asked. Without a
   * user, the browser declines to sign in.
   */
  public FakeBrowser withUser(FakeUser user) {
    return withBehavior(new UserBehavior(user, true, true));
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
   * Returns a browser that keeps the cookies of Entra ID, which browsers derived from it share. A
   * user with a session is not asked again, whichever user {@link #withUser(FakeUser)} sets.
   */
  public FakeBrowser keepingSession() {
    OkHttpClient client = entra.newBuilder().cookieJar(new Cookies()).build();
    return new FakeBrowser(client, user, forgedState, sendsStrayRequests);
  }

  /** Returns a browser that sends a forged {@code state} to the redirect URI. */
  public FakeBrowser withForgedState(String state) {
    return new FakeBrowser(entra, user, state, sendsStrayRequests);
  }

  /**
   * Returns a browser that first requests the icon and the root page of the redirect URI's server.
   */
  public FakeBrowser withStrayRequests() {
    return new FakeBrowser(entra, user, forgedState, true);
  }

  private FakeBrowser withBehavior(UserBehavior user) {
    return new FakeBrowser(entra, user, forgedState, sendsStrayRequests);
  }

  /**
   * Signs in at an authorization URL, or at a local URL that redirects to one, and returns the
   * response of the redirect URI's server.
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

  /** Returns a client that does not follow redirects and has no timeouts, for busy machines. */
  private static OkHttpClient withoutTimeouts(OkHttpClient.Builder client) {
    return client
        .followRedirects(false)
        .proxy(Proxy.NO_PROXY)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .build();
  }

  /** Opens a local URL, which the client of {@link LocalAzure} does not reach. */
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
      // Relative forms belong to Entra ID. An absolute form leads to the application.
      if (page.location() != null || !action.find() || !action.group(1).startsWith("/")) {
        break;
      }
      HttpUrl target = Objects.requireNonNull(url.resolve(HtmlText.unescape(action.group(1))));
      FormBody.Builder form = new FormBody.Builder();
      hiddenFields(page.body()).forEach(form::add);
      user.press(page.body(), form);
      page = send(entra, new Request.Builder().url(target).post(form.build()).build());
    }
    return returnToApplication(page);
  }

  private Page returnToApplication(Page response) throws IOException {
    OkHttpClient plain = withoutTimeouts(new OkHttpClient.Builder());
    try {
      if (response.location() != null) {
        HttpUrl location = HttpUrl.get(response.location());
        sendStrayRequests(plain, location);
        HttpUrl.Builder to = location.newBuilder();
        if (forgedState != null) {
          to.setQueryParameter("state", forgedState);
        }
        return send(plain, new Request.Builder().url(to.build()).build());
      }
      Matcher action = ACTION.matcher(response.body());
      boolean toApplication = action.find() && !action.group(1).startsWith("/");
      return toApplication
          ? post(plain, HtmlText.unescape(action.group(1)), response.body())
          : response;
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
      fields.put(HtmlText.unescape(hidden.group(1)), HtmlText.unescape(hidden.group(2)));
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
   * The last page that the browser received. Immutable.
   *
   * @param status the HTTP status
   * @param location the target of the redirect, or null
   * @param body the body
   * @param address the URL of the page, including the fragment, which is not sent to the server
   */
  public record Page(int status, @Nullable String location, String body, String address) {}

  /** The user of the browser and the buttons the user presses. */
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
      // Servers delete a cookie by sending an expired one without a value.
      return byName.values().stream()
          .filter(cookie -> cookie.matches(url) && !cookie.value().isEmpty())
          .toList();
    }
  }
}
