package io.github.adtauth.internal.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import io.github.adtauth.AdtException;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.internal.twins.PageReader;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.Page;
import java.io.IOException;
import java.time.Clock;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Fuzz tests of the responses of an instance: each one is read as twins or pages, or causes an
 * exception of this library.
 */
public class TwinResponseFuzzTest {
  private static final long LIMIT = 1 << 16;
  private static final TypeAdapter<DigitalTwin> TWIN = new Gson().getAdapter(DigitalTwin.class);
  private static final PageReader<DigitalTwin> PAGES =
      new PageReader<>("continuationToken", DigitalTwin.class, TWIN);

  @TestFactory
  Stream<DynamicTest> twinsAndPages() {
    return Fuzz.of("twins", TwinResponseFuzzTest::readPage)
        .words("\"value\":", "\"continuationToken\":", "\"$dtId\":", "\\u0000", "[[[[", "1e999")
        .tests();
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return Fuzz.of("service-error", TwinResponseFuzzTest::readError)
        .words("\"error\":", "\"code\":", "\"message\":", "\"details\":", "\u202e", "\n", "[[")
        .tests();
  }

  private static void readPage(byte[] input) throws IOException {
    Page<DigitalTwin> fetched = page(input, PAGES);
    Page<DigitalTwin> prefetched = page(input, response -> PAGES.buffer(response).read());
    if (fetched == null || prefetched == null) {
      assertThat(prefetched).as("prefetched and fetched page").isEqualTo(fetched);
      return;
    }
    assertThat(prefetched.items()).isEqualTo(fetched.items());
    assertThat(prefetched.continuationToken()).isEqualTo(fetched.continuationToken());
    for (DigitalTwin twin : fetched.items()) {
      assertThat(TWIN.fromJson(TWIN.toJson(twin))).isEqualTo(twin);
    }
  }

  private static Page<DigitalTwin> page(byte[] input, Operation.Decoder<Page<DigitalTwin>> reader)
      throws IOException {
    try {
      return response(200, input).read(reader);
    } catch (AdtException e) {
      Shown.check(e.getMessage());
      return null;
    }
  }

  private static void readError(byte[] input) throws IOException {
    for (int status : new int[] {400, 401, 403, 404, 409, 412, 429, 500}) {
      AdtException rejection = ErrorResponses.of(response(status, input), Clock.systemUTC());
      Shown.check(rejection.getMessage());
      assertThat(rejection.status()).isEqualTo(status);
    }
  }

  private static ServiceResponse response(int status, byte[] body) {
    Response response =
        new Response.Builder()
            .request(new Request.Builder().url("https://contoso.example/").build())
            .protocol(Protocol.HTTP_1_1)
            .code(status)
            .message("")
            .body(ResponseBody.create(body, MediaType.get(Operation.JSON)))
            .build();
    return new ServiceResponse(
        "read twin 'room-21'", response, LIMIT, RequestSecrets.of(Shown.SECRET));
  }

  /** The input is a page or a twin. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    readPage(input);
    readError(new String(input, UTF_8).getBytes(UTF_8));
  }
}
