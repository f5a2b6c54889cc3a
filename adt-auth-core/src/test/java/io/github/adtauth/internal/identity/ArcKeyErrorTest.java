package io.github.adtauth.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.CredentialException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests the exception about a key file that the Azure Arc agent named and that cannot be read. */
class ArcKeyErrorTest {
  private static final HttpUrl URL = HttpUrl.get("http://localhost:40342/metadata/identity");

  @TempDir Path keys;

  @Test
  @DisabledOnOs(OS.WINDOWS) // control characters are not valid in a path
  void hostilePath_isNotInStackTrace() {
    String path = keys + "/\u001b[2J\u001b]0;title\u0007\u202eline\u009b31m.key";
    Request request = new Request.Builder().url(URL).build();
    Response challenge =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(401)
            .message("")
            .headers(
                new Headers.Builder()
                    .addUnsafeNonAscii("WWW-Authenticate", "Basic realm=" + path)
                    .build())
            .build();

    Throwable e = catchThrowable(() -> new ArcEndpoint(URL, keys).authenticate(challenge, request));

    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(e).isInstanceOf(CredentialException.class).hasMessageContaining("line.key");
    assertThat(trace.toString())
        .contains("Caused by")
        .contains("NoSuchFileException")
        .matches("[\\P{C}\\n\\r\\t]*");
  }
}
