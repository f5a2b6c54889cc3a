package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.AdtException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the shared access signature of a blob URL is not printed. */
class SasTest {
  private static final String SECRET = "c2VjcmV0LXNpZ25hdHVyZQ%3D%3D";
  private static final String BLOB =
      "https://store.blob.core.windows.net/jobs/in.ndjson?sv=2022-11-02&sp=r&sig=" + SECRET;

  private TwinsServer server;
  private Jobs.Imports imports;

  @BeforeEach
  void start() throws Exception {
    server = new TwinsServer();
    imports = server.twins().jobs().imports();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void importJob_isPrintedWithoutSignature() {
    server.json(
        200,
        "{\"id\":\"j\",\"inputBlobUri\":\""
            + BLOB
            + "\",\"outputBlobUri\":\""
            + BLOB
            + "\",\"status\":\"failed\",\"error\":{\"code\":\"BlobError\",\"message\":\"Cannot read "
            + BLOB
            + ".\"}}");

    ImportJob job = imports.get("j");

    assertThat(job.inputBlobUri()).isEqualTo(BLOB);
    assertThat(job.toString())
        .contains("j", "failed", "BlobError", "store.blob.core.windows.net/jobs/in.ndjson")
        .doesNotContain(SECRET);
  }

  @Test
  void errorWithBlobUrl_isPrintedWithoutSignature() {
    String message =
        "Blob '" + BLOB + "' or " + BLOB.replace("sig=", "SIG=") + "&x=1 is not there.";
    server.json(
        400,
        "{\"error\":{\"code\":\"ValidationFailed\",\"message\":\""
            + message
            + "\",\"details\":[{\"code\":\"x\",\"message\":\""
            + message
            + "\"}]}}");

    DigitalTwinsException e =
        catchThrowableOfType(DigitalTwinsException.class, () -> imports.start("j", BLOB, BLOB));

    assertThat(e.getMessage()).contains("in.ndjson", "is not there").doesNotContain(SECRET);
    assertThat(e.details().toString()).contains("&x=1 is").doesNotContain(SECRET);
    assertThat((AdtException) e).hasMessageNotContaining("c2VjcmV0");
  }
}
