package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Removes the token and control characters from the exceptions of OkHttp that quote a malformed
 * response, such as its status line, a header name or a line between chunks.
 */
final class QuotedResponseText {
  private static final int MAX_LENGTH = 200;

  private QuotedResponseText() {}

  /** Returns the exception, or one with a clean message and without a cause. */
  static IOException clean(IOException failure, BearerToken sent) {
    if (!(failure instanceof ProtocolException) && failure.getClass() != IOException.class) {
      return failure; // the message of other types does not quote the response
    }
    RequestSecrets secrets = RequestSecrets.of(sent.token().authorizationHeader());
    if (isClean(failure, secrets)) {
      return failure;
    }
    String message = Redactor.sanitize(String.valueOf(failure.getMessage()), MAX_LENGTH, secrets);
    IOException clean =
        failure instanceof ProtocolException
            ? new ProtocolException(message)
            : new IOException(message);
    clean.setStackTrace(failure.getStackTrace());
    return clean;
  }

  private static boolean isClean(IOException failure, RequestSecrets secrets) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && !Redactor.sanitize(message, MAX_LENGTH, secrets).equals(message)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a response whose body throws clean exceptions. */
  static Response cleanBody(Response response, BearerToken sent) {
    ResponseBody body = response.body();
    if (body.contentLength() >= 0 || response.protocol() == Protocol.HTTP_2) {
      return response; // no lines between chunks
    }
    BufferedSource clean = Okio.buffer(new CleanSource(body.source(), sent));
    return response
        .newBuilder()
        .body(ResponseBody.create(clean, body.contentType(), body.contentLength()))
        .build();
  }

  private static final class CleanSource extends ForwardingSource {
    private final BearerToken sent;

    CleanSource(BufferedSource source, BearerToken sent) {
      super(source);
      this.sent = sent;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      try {
        return super.read(sink, byteCount);
      } catch (IOException e) {
        throw clean(e, sent);
      }
    }
  }
}
