package io.github.adtauth.internal.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/** Reads untrusted response bodies up to a limit. Stateless. */
public final class ResponseBodies {
  private ResponseBodies() {}

  /**
   * Reads the whole body as text and closes it.
   *
   * @param maxBytes the maximum number of bytes, after decompression
   * @throws AuthenticatedCallException around an {@link UnexpectedResponseException} if the body is
   *     larger
   * @throws IOException if the connection is lost
   */
  public static String read(Response response, long maxBytes) throws IOException {
    try (ResponseBody body = response.body()) {
      BufferedSource source = body.source();
      if (source.request(maxBytes + 1)) {
        throw new AuthenticatedCallException(
            new UnexpectedResponseException(
                ErrorDetails.of(
                        "The response from "
                            + response.request().url().host()
                            + " is larger than "
                            + maxBytes
                            + " bytes.")
                    .status(response.code())));
      }
      MediaType type = body.contentType();
      return source.readString(
          type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
    }
  }
}
