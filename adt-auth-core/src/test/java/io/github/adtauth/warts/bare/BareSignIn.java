package io.github.adtauth.warts.bare;

import static io.github.adtauth.warts.bare.BareWorld.LOGIN;
import static io.github.adtauth.warts.bare.BareWorld.TWINS;
import static io.github.adtauth.warts.bare.BareWorld.interactive;
import static io.github.adtauth.warts.bare.BareWorld.said;

import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.InteractiveRequestParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SystemBrowserOptions;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.http.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Faults of signing in by browser and by device code. */
final class BareSignIn {
  private BareSignIn() {}

  static List<Situation> situations() {
    return List.of(
        new Situation(
            6,
            "an attacker posts to the redirect URI",
            "reflects it, sign-in ends",
            BareSignIn::attacker),
        new Situation(45, "sign-in declined", "No Authorization code …", BareSignIn::declined),
        new Situation(
            46,
            "redirect URI http://127.0.0.1/signin",
            "http://localhost is sent",
            BareSignIn::redirectUri),
        new Situation(
            47,
            "device code: 503, slow_down, lost",
            "each ends the sign-in",
            BareSignIn::deviceCode),
        new Situation(
            48, "device code without a consumer", "builder takes it", BareSignIn::noConsumer));
  }

  private static Finding attacker(BareWorld world) throws Exception {
    List<String> pages = new CopyOnWriteArrayList<>();
    PublicClientApplication app = world.publicClient().build();
    Throwable thrown =
        BareWorld.thrown(
            () ->
                interactive(
                        app,
                        url -> {
                          pages.add(post(redirectUri(url), "<script>alert(1)</script>"));
                          world.azure.browser().withUser(world.entra.alice()).visit(uri(url));
                        })
                    .get());
    boolean reflects = pages.toString().contains("<script>");
    return Finding.of(
        reflects && thrown != null,
        !reflects && thrown == null,
        (reflects ? "reflects it" : "reflects nothing")
            + (thrown == null ? ", signed in" : ", sign-in ended"));
  }

  private static String post(HttpUrl redirectUri, String text) {
    OkHttpClient otherUser = new OkHttpClient();
    Request request =
        new Request.Builder()
            .url(Objects.requireNonNull(redirectUri.resolve("/")))
            .post(
                new FormBody.Builder()
                    .add("error", "access_denied")
                    .add("error_description", text)
                    .build())
            .build();
    try (Response response = otherUser.newCall(request).execute()) {
      return response.body().string();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      otherUser.connectionPool().evictAll();
    }
  }

  private static HttpUrl redirectUri(URL authorizationUrl) {
    return HttpUrl.get(
        Objects.requireNonNull(
            HttpUrl.get(authorizationUrl.toString()).queryParameter("redirect_uri")));
  }

  private static URI uri(URL url) {
    return URI.create(url.toString());
  }

  private static Finding declined(BareWorld world) throws Exception {
    PublicClientApplication app = world.publicClient().build();
    FakeBrowser browser = world.azure.browser().declining();
    Throwable thrown =
        BareWorld.thrown(() -> interactive(app, url -> browser.visit(uri(url))).get());
    String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
    return Finding.of(
        message.contains("No Authorization code"), message.contains("AADSTS"), said(thrown));
  }

  private static Finding redirectUri(BareWorld world) throws Exception {
    List<URL> visited = new CopyOnWriteArrayList<>();
    Throwable thrown =
        BareWorld.thrown(
            () ->
                world
                    .publicClient()
                    .build()
                    .acquireToken(
                        InteractiveRequestParameters.builder(URI.create("http://127.0.0.1/signin"))
                            .scopes(TWINS)
                            .httpPollingTimeoutInSeconds(1)
                            .systemBrowserOptions(
                                SystemBrowserOptions.builder()
                                    .openBrowserAction(visited::add)
                                    .build())
                            .build())
                    .get());
    if (visited.isEmpty()) {
      return Finding.of(false, false, said(thrown));
    }
    HttpUrl sent = redirectUri(visited.get(0));
    return Finding.of(
        sent.host().equals("localhost"),
        sent.host().equals("127.0.0.1") && sent.encodedPath().equals("/signin"),
        "sent " + sent);
  }

  private static Finding deviceCode(BareWorld world) throws Exception {
    @Nullable Throwable untroubled = signIn(world, () -> {});
    if (untroubled != null) {
      return Finding.of(false, false, "without trouble too: " + said(untroubled));
    }
    @Nullable Throwable outage =
        signIn(world, () -> world.azure.script(LOGIN).next(Faults.status(503)));
    @Nullable Throwable slowDown = signIn(world, () -> world.entra.slowDownDevicePolls(1));
    @Nullable Throwable lost =
        signIn(world, () -> world.azure.script(LOGIN).next(Faults.disconnect()));
    return Finding.of(
        outage != null && slowDown != null && lost != null,
        outage == null && slowDown == null && lost == null,
        ended(outage) + ", " + ended(slowDown) + ", " + ended(lost));
  }

  private static String ended(@Nullable Throwable thrown) {
    return thrown == null ? "signed in" : thrown.getClass().getSimpleName();
  }

  private static @Nullable Throwable signIn(BareWorld world, Runnable trouble) throws Exception {
    world.entra.deviceCodeInterval(1);
    PublicClientApplication.Builder builder = world.publicClient();
    builder.disableInternalRetries();
    PublicClientApplication app = builder.build();
    return BareWorld.thrown(
        () ->
            app.acquireToken(
                    DeviceCodeFlowParameters.builder(
                            TWINS,
                            code -> {
                              world.entra.approveDeviceCode(code.userCode(), world.entra.alice());
                              trouble.run();
                            })
                        .build())
                .get());
  }

  private static Finding noConsumer(BareWorld world) {
    Throwable thrown =
        BareWorld.thrown(() -> DeviceCodeFlowParameters.builder(TWINS, null).build());
    return Finding.of(
        thrown == null,
        thrown instanceof IllegalArgumentException || thrown instanceof NullPointerException,
        thrown == null ? "builder takes it" : said(thrown));
  }
}
