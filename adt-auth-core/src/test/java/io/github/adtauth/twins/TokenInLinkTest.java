package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.UnexpectedResponseException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a link to the instance is neither followed nor kept if it contains the token. */
class TokenInLinkTest extends TwinsServerFixture {
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzZWNyZXQtcGF5bG9hZC0xMjM0In0.c2lnbmF0dXJlLW9m_LXRoZS10b2tl-w";
  private static final TwinQuery ALL = TwinQuery.of("SELECT * FROM digitaltwins");

  private final List<String> urls = new CopyOnWriteArrayList<>();
  private DigitalTwinsClient client;

  @BeforeEach
  void seeUrls() {
    OkHttpClient http =
        server
            .plain
            .newBuilder()
            .addInterceptor(
                chain -> {
                  urls.add(chain.request().url().toString());
                  return chain.proceed(chain.request());
                })
            .build();
    client = server.builder().httpClient(http).build().client(TwinsServer.tokens(TOKEN));
  }

  /** The ways in which an instance may write the token into a link. */
  enum Form {
    RAW,
    UPPER_CASE,
    PERCENT_UPPER_CASE,
    PERCENT_LOWER_CASE,
    PERCENT_TWICE,
    BASE64,
    HEX,
    HEADER,
    USER_INFO,
    DIVIDED,
    PART;

    String link(TwinsServer server) {
      return switch (this) {
        case RAW -> server.url("/page2?x=" + TOKEN);
        case UPPER_CASE -> server.url("/page2?x=" + TOKEN.toUpperCase(Locale.ROOT));
        case PERCENT_UPPER_CASE -> server.url("/page2?x=" + percent(TOKEN));
        case PERCENT_LOWER_CASE ->
            server.url("/page2?x=" + percent(TOKEN).toLowerCase(Locale.ROOT));
        case PERCENT_TWICE -> server.url("/page2?x=" + percent(percent(TOKEN)));
        case BASE64 ->
            server.url(
                "/page2?x="
                    + Base64.getUrlEncoder()
                        .encodeToString(TOKEN.getBytes(StandardCharsets.UTF_8)));
        case HEX ->
            server.url(
                "/page2?x=" + HexFormat.of().formatHex(TOKEN.getBytes(StandardCharsets.UTF_8)));
        case HEADER ->
            server.url("/page2?x=" + URLEncoder.encode("Bearer " + TOKEN, StandardCharsets.UTF_8));
        case USER_INFO -> server.url("/page2").replace("://", "://" + TOKEN + "@");
        case DIVIDED -> server.url("/page2/" + TOKEN.replaceAll("(.{5})", "$1/"));
        case PART -> server.url("/page2?x=" + TOKEN.substring(TOKEN.length() - 40));
      };
    }

    private static String percent(String text) {
      StringBuilder out = new StringBuilder();
      text.chars().forEach(c -> out.append(String.format("%%%02X", c)));
      return out.toString();
    }
  }

  private void assertRejected(Throwable failure, int requests) {
    assertThat(failure)
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("the response contains the access token")
        .hasMessageNotContaining(TOKEN.substring(TOKEN.length() - 40));
    assertThat(server.web.getRequestCount()).isEqualTo(requests);
    assertThat(urls).hasSize(requests).noneMatch(url -> url.contains("page2"));
  }

  private static String models(String id, String link) {
    return "{\"value\":[{\"id\":\"" + id + "\"}],\"nextLink\":\"" + link + "\"}";
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void nextLink_isRejected(Form form) {
    server.json(200, models("dtmi:a;1", form.link(server)));

    assertRejected(catchThrowable(() -> client.models().list().forEach(model -> {})), 1);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void nextLinkOfPrefetchedPage_isRejected(Form form) {
    server.json(200, models("dtmi:a;1", server.url("/models?second=1")));
    server.json(200, models("dtmi:b;1", form.link(server)));
    server.json(200, "{\"value\":[]}");

    assertRejected(catchThrowable(() -> client.models().list().forEach(model -> {})), 2);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void nextLinkOfPage_isNotReturned(Form form) {
    server.json(200, models("dtmi:a;1", form.link(server)));

    assertRejected(catchThrowable(() -> client.models().list().byPage().iterator().next()), 1);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void nextLinkOfAsyncPage_isRejected(Form form) {
    server.json(200, models("dtmi:a;1", form.link(server)));

    Throwable failure =
        catchThrowable(() -> client.async().models().list().forEach(model -> {}).get());

    assertThat(failure).isInstanceOf(ExecutionException.class);
    assertRejected(failure.getCause(), 1);
  }

  /** A query continues with a text that is sent in the body, and kept by callers. */
  @Test
  void continuationToken_isRejected() {
    server.json(200, "{\"value\":[{}],\"continuationToken\":\"a\"}");
    server.json(200, "{\"value\":[{}],\"continuationToken\":\"x" + TOKEN + "\"}");
    server.json(200, "{\"value\":[]}");

    assertRejected(
        catchThrowable(() -> client.query(ALL, DigitalTwin.class).forEach(twin -> {})), 2);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void operationLocation_isRejected(Form form) {
    server.json(
        202, "{\"id\":\"1\",\"status\":\"running\"}", "Operation-Location", form.link(server));

    assertRejected(catchThrowable(() -> client.jobs().deletions().startDeletingEverything()), 1);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void locationOfRedirect_isNotFollowed(Form form) {
    server.empty(307, "Location", form.link(server));

    assertThatThrownBy(() -> client.models().list().forEach(model -> {}))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageNotContaining(TOKEN.substring(TOKEN.length() - 40));
    assertThat(urls).hasSize(1);
  }

  /** The id and the status of a job are displayed when the token of the call is not known. */
  @Test
  void tokenInJob_isRejected() {
    for (String text : List.of(TOKEN, "x".repeat(2000) + TOKEN)) {
      server.json(200, "{\"id\":\"" + text + "\",\"status\":\"running\"}");
      server.json(200, "{\"id\":\"1\",\"status\":\"" + text + "\"}");
      server.json(200, "{\"id\":\"1\",\"status\":\"x\",\"inputBlobUri\":\"" + text + "\"}");
      server.json(200, "{\"id\":\"1\",\"status\":\"x\",\"outputBlobUri\":\"" + text + "\"}");
      for (int i = 0; i < 4; i++) {
        boolean isImport = i > 1;
        assertThat(
                catchThrowable(
                    () -> {
                      if (isImport) {
                        client.jobs().imports().get("1");
                      } else {
                        client.jobs().deletions().get("1");
                      }
                    }))
            .isInstanceOf(UnexpectedResponseException.class)
            .hasMessageContaining("the response contains the access token");
      }
    }
  }

  /** Eight characters of a token occur in a link by chance. */
  @Test
  void linkThatSharesShortPartWithToken_isFollowed() {
    String link = server.url("/models?from=" + TOKEN.substring(0, 20) + "&x=12345678");
    server.json(200, models("dtmi:a;1", link)).json(200, models("dtmi:b;1", ""));
    server
        .json(202, "{\"id\":\"1\",\"status\":\"running\"}", "Operation-Location", link)
        .json(200, "{\"id\":\"1\",\"status\":\"succeeded\"}");

    assertThat(client.models().list()).hasSize(2);
    DeleteJob started = client.jobs().deletions().startDeletingEverything();
    var unused = client.jobs().deletions().waitFor(started, Duration.ofMinutes(1), job -> {});

    assertThat(urls).hasSize(4);
    assertThat(urls.get(1)).isEqualTo(link);
    assertThat(urls.get(3)).isEqualTo(link);
  }

  @Test
  void continuationTokenThatSharesShortPartWithToken_isSent() throws Exception {
    server.json(200, "{\"value\":[{}],\"continuationToken\":\"" + TOKEN.substring(0, 20) + "\"}");
    server.json(200, "{\"value\":[{}]}");

    assertThat(client.query(ALL, DigitalTwin.class)).hasSize(2);
    assertThat(urls).hasSize(2);
  }
}
