package io.github.adtauth.internal.http;

import java.io.IOException;
import java.net.ProtocolException;
import javax.net.ssl.SSLException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the framing of a body, which OkHttp reads without a limit: the lines between chunks (with
 * {@link FramingBudget}) and the names in the gzip header (RFC 1952). Exceptions do not quote the
 * token. Must be the innermost network interceptor of a client with a {@link
 * BudgetedSocketFactory}. Thread-safe.
 */
public final class BoundedFramingInterceptor implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    String authorization = chain.request().header("Authorization");
    Response response;
    try {
      response = chain.proceed(chain.request());
    } catch (IOException e) {
      throw QuotedResponseText.clean(e, authorization);
    }
    ResponseBody body = response.body();
    boolean gzip = "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
    if (!gzip && body.contentLength() >= 0) {
      return response; // neither chunk lines nor a gzip header
    }
    BufferedSource bounded = Okio.buffer(new BoundedSource(body.source(), gzip, authorization));
    return response
        .newBuilder()
        .body(ResponseBody.create(bounded, body.contentType(), body.contentLength()))
        .build();
  }

  private static final class BoundedSource extends ForwardingSource {
    private static final int FIXED_HEADER = 10;
    private static final int FLAGS = 3;
    private static final int HAS_EXTRA = 4;
    private static final int[] HAS_NAME_OR_COMMENT = {8, 16};
    private static final int MAX_TEXT = 1 << 16;

    private final BufferedSource source;
    private final @Nullable String authorization;
    private boolean checkDue;

    BoundedSource(BufferedSource source, boolean gzip, @Nullable String authorization) {
      super(source);
      this.source = source;
      this.authorization = authorization;
      this.checkDue = gzip;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      FramingBudget.startRead();
      try {
        if (checkDue) {
          checkDue = false;
          checkGzipHeader();
        }
        return super.read(sink, byteCount);
      } catch (SSLException e) {
        if (e.getCause() instanceof ProtocolException exhausted) {
          throw exhausted; // thrown by the budget below TLS
        }
        throw e;
      } catch (IOException e) {
        throw QuotedResponseText.clean(e, authorization);
      } finally {
        FramingBudget.endRead();
      }
    }

    /** Drains the rest of the body for a short time, so that the connection can be reused. */
    @Override
    public void close() throws IOException {
      FramingBudget.startRead();
      try {
        super.close();
      } finally {
        FramingBudget.endRead();
      }
    }

    private void checkGzipHeader() throws IOException {
      if (!source.request(FIXED_HEADER)) {
        return; // the decoder reports the error
      }
      int flags = source.getBuffer().getByte(FLAGS);
      long at = FIXED_HEADER;
      if ((flags & HAS_EXTRA) != 0 && source.request(at + 2)) {
        int low = source.getBuffer().getByte(at) & 0xff;
        int high = source.getBuffer().getByte(at + 1) & 0xff;
        at += 2 + (high << 8 | low);
      }
      for (int flag : HAS_NAME_OR_COMMENT) {
        if ((flags & flag) != 0) {
          long end = source.indexOf((byte) 0, at, at + MAX_TEXT);
          if (end < 0) {
            throw new ProtocolException("The gzip header of the response is too long.");
          }
          at = end + 1;
        }
      }
    }
  }
}
