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

/** Reads bodies of strangers: up to a limit, never more. */
public final class ResponseBodies {
  private ResponseBodies() {}

  /**
   * Reads the whole body as text and closes it.
   *
   * @param maxBytes how much is read at most, after decompression
   * @throws AuthenticatedCallException around an {@link UnexpectedResponseException} if there is
   *     more
   * @throws IOException if the connection is lost
   */
  public static String read(Response response, long maxBytes) throws IOException {
    try (ResponseBody body = response.body()) {
      BufferedSource source = body.source();
      if (source.request(maxBytes + 1)) {
        throw new AuthenticatedCallException(
            new UnexpectedResponseException(
                ErrorDetails.of(
                        "The answer of "
                            + response.request().url().host()
                            + " is larger than "
                            + maxBytes
                            + " bytes and was not read.")
                    .status(response.code())));
      }
      MediaType type = body.contentType();
      return source.readString(
          type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
    }
  }
}
