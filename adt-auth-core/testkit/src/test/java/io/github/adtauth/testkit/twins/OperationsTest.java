package io.github.adtauth.testkit.twins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation of the REST API is routed, authorized by role and tied to its API version. */
final class OperationsTest {
  private static final String UNSUPPORTED_VERSION = "UnsupportedApiVersion";

  private static TwinsFixture http;

  @BeforeAll
  static void start() throws IOException {
    http = new TwinsFixture(TwinsFixture.emulator());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /models, false, 2020-10-31",
    "GET, /models, true, 2020-10-31",
    "GET, /models/dtmi:a:b;1, true, 2020-10-31",
    "PATCH, /models/dtmi:a:b;1, false, 2020-10-31",
    "DELETE, /models/dtmi:a:b;1, false, 2020-10-31",
    "POST, /query, true, 2020-10-31",
    "GET, /digitaltwins/a, true, 2020-10-31",
    "PUT, /digitaltwins/a, false, 2020-10-31",
    "PATCH, /digitaltwins/a, false, 2020-10-31",
    "DELETE, /digitaltwins/a, false, 2020-10-31",
    "GET, /digitaltwins/a/components/c, true, 2020-10-31",
    "PATCH, /digitaltwins/a/components/c, false, 2020-10-31",
    "POST, /digitaltwins/a/telemetry, false, 2020-10-31",
    "POST, /digitaltwins/a/components/c/telemetry, false, 2020-10-31",
    "GET, /digitaltwins/a/relationships/r, true, 2020-10-31",
    "PUT, /digitaltwins/a/relationships/r, false, 2020-10-31",
    "PATCH, /digitaltwins/a/relationships/r, false, 2020-10-31",
    "DELETE, /digitaltwins/a/relationships/r, false, 2020-10-31",
    "GET, /digitaltwins/a/relationships, true, 2020-10-31",
    "GET, /digitaltwins/a/incomingrelationships, true, 2020-10-31",
    "GET, /eventroutes, true, 2020-10-31",
    "GET, /eventroutes/e, true, 2020-10-31",
    "PUT, /eventroutes/e, false, 2020-10-31",
    "DELETE, /eventroutes/e, false, 2020-10-31",
    "GET, /jobs/imports, true, 2023-06-30",
    "PUT, /jobs/imports/j, false, 2023-06-30",
    "GET, /jobs/imports/j, true, 2023-06-30",
    "DELETE, /jobs/imports/j, false, 2023-06-30",
    "POST, /jobs/imports/j/cancel, false, 2023-06-30",
    "POST, /jobs/deletions, false, 2023-10-31",
    "GET, /jobs/deletions, true, 2023-10-31",
    "GET, /jobs/deletions/j, true, 2023-10-31"
  })
  void operation_isRoutedAuthorizedAndVersioned(
      String method, String path, boolean readOnly, String since) {
    Result reader = call(method, path, TwinsFixture.READER, since);
    Result owner = call(method, path, TwinsFixture.OWNER, since);
    Result tooOld = call(method, path, TwinsFixture.OWNER, "2020-10-31");

    assertThat(reader.status() == 403).isEqualTo(!readOnly);
    assertThat(owner.headers().get("mise-correlation-id")).isNotNull();
    assertThat(owner.body()).doesNotContain(UNSUPPORTED_VERSION);
    assertThat(tooOld.body().contains(UNSUPPORTED_VERSION)).isEqualTo(!since.equals("2020-10-31"));
  }

  private static Result call(String method, String path, String oid, String version) {
    String body = method.equals("GET") || method.equals("DELETE") ? null : "";
    return http.send(method, path + "?api-version=" + version, body, TwinsFixture.token(oid));
  }
}
