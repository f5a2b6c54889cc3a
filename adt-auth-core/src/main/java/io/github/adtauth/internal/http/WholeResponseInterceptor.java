package io.github.adtauth.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import javax.net.ssl.SSLException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Buffers the whole body of a response before returning the response. A connection that is lost
 * within the body then fails the attempt, so that the retry interceptor can retry the call. A
 * network interceptor, so a compressed body is buffered in its compressed form. A body is not
 * buffered beyond the limit. Thread-safe.
 */
public final class WholeResponseInterceptor implements Interceptor {
  private static final long MAX_BUFFERED = 16L << 20;

  private final long maxBodyBytes;

  /** Creates an interceptor for bodies of at most the given size, capped at 16 MB. */
  public WholeResponseInterceptor(long maxBodyBytes) {
    this.maxBodyBytes = Math.min(maxBodyBytes, MAX_BUFFERED);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (!isStatusEnough(response.code()) && body.contentLength() <= maxBodyBytes) {
      try {
        body.source().request(maxBodyBytes + 1);
      } catch (IOException e) {
        response.close();
        throw isConnectionLost(e)
            ? new IOException("The connection was lost while reading the response body.", e)
            : e;
      }
    }
    return response;
  }

  /**
   * Returns whether the status alone determines the reaction, such as a retry, another token or a
   * reread of the state. The body is not needed then.
   */
  public static boolean isStatusEnough(int status) {
    return status >= 500 || status == 401 || status == 408 || status == 412 || status == 429;
  }

  /**
   * Returns whether a failure to read a body means that the connection was lost. OkHttp reports an
   * early end as a protocol error, and TLS as an {@code SSLException}, long after the handshake.
   */
  public static boolean isConnectionLost(IOException failure) {
    return failure instanceof EOFException
        || failure instanceof SSLException
        || (failure instanceof ProtocolException
            && "unexpected end of stream".equals(failure.getMessage()));
  }
}
