package io.github.adtauth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * A browser with a user before it, as far as signing in needs one: it opens Entra's page, presses a
 * button and takes the answer to the redirect URI as Chromium does. Immutable, thread-safe.
 */
public final class FakeBrowser {
  private static final Pattern ACTION =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  private final OkHttpClient entra;
  private final @Nullable FakeUser user;
  private final @Nullable String state;
  private final boolean stray;

  FakeBrowser(OkHttpClient azure) {
    this(azure.newBuilder().followRedirects(false).build(), null, null, false);
  }

  private FakeBrowser(
      OkHttpClient entra, @Nullable FakeUser user, @Nullable String state, boolean stray) {
    this.entra = entra;
    this.user = user;
    this.state = state;
    this.stray = stray;
  }

  /** Returns a browser whose user signs in; without one the user declines. */
  public FakeBrowser as(FakeUser who) {
    return new FakeBrowser(entra, who, state, stray);
  }

  /** Returns a browser whose user declines. */
  public FakeBrowser declining() {
    return new FakeBrowser(entra, null, state, stray);
  }

  /** Returns a browser that brings back another state than it was given. */
  public FakeBrowser withState(String forged) {
    return new FakeBrowser(entra, user, forged, stray);
  }

  /** Returns a browser that first asks the redirect URI's server for its icon and its root. */
  public FakeBrowser withStrayRequests() {
    return new FakeBrowser(entra, user, state, true);
  }

  /** Signs in at an authorization URL and returns what the redirect URI's server answered. */
  public Page visit(URI authorizationUrl) {
    try {
      return visit(HttpUrl.get(authorizationUrl.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Page visit(HttpUrl url) throws IOException {
    Page signIn = send(entra, new Request.Builder().url(url).build());
    if (signIn.location() != null) {
      return returnTo(signIn);
    }
    Matcher action = ACTION.matcher(signIn.body());
    if (!action.find()) {
      return signIn;
    }
    FormBody.Builder button = new FormBody.Builder();
    if (user == null) {
      button.add("decline", "1");
    } else {
      button.add("user", user.oid());
    }
    HttpUrl target = Objects.requireNonNull(url.resolve(Html.unescape(action.group(1))));
    return returnTo(send(entra, new Request.Builder().url(target).post(button.build()).build()));
  }

  private Page returnTo(Page answer) throws IOException {
    OkHttpClient plain = new OkHttpClient.Builder().followRedirects(false).build();
    try {
      if (answer.location() != null) {
        HttpUrl location = HttpUrl.get(answer.location());
        strays(plain, location);
        HttpUrl.Builder to = location.newBuilder();
        if (state != null) {
          to.setQueryParameter("state", state);
        }
        return send(plain, new Request.Builder().url(to.build()).build());
      }
      Matcher action = ACTION.matcher(answer.body());
      return action.find() ? post(plain, Html.unescape(action.group(1)), answer.body()) : answer;
    } finally {
      plain.dispatcher().executorService().shutdown();
      plain.connectionPool().evictAll();
    }
  }

  private Page post(OkHttpClient plain, String redirectUri, String html) throws IOException {
    strays(plain, HttpUrl.get(redirectUri));
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher hidden = HIDDEN.matcher(html);
    while (hidden.find()) {
      fields.put(Html.unescape(hidden.group(1)), Html.unescape(hidden.group(2)));
    }
    if (state != null) {
      fields.put("state", state);
    }
    FormBody.Builder form = new FormBody.Builder();
    fields.forEach(form::add);
    return send(
        plain,
        new Request.Builder().url(redirectUri).header("Origin", "null").post(form.build()).build());
  }

  private void strays(OkHttpClient plain, HttpUrl redirectUri) throws IOException {
    if (stray) {
      send(plain, new Request.Builder().url(redirectUri.resolve("/favicon.ico") + "").build());
      send(plain, new Request.Builder().url(redirectUri.resolve("/") + "").build());
    }
  }

  private static Page send(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      ResponseBody body = response.body();
      return new Page(response.code(), response.header("Location"), body.string());
    }
  }

  /**
   * What a server answered last. Immutable.
   *
   * @param status the HTTP status
   * @param location where it redirects to, or null
   * @param body the body
   */
  public record Page(int status, @Nullable String location, String body) {}
}
