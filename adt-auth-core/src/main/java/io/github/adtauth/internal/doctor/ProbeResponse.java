package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.http.NetworkErrorKind;
import io.github.adtauth.internal.http.ResponseBodies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Function;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response of a host to a probe. Immutable.
 *
 * @param status the HTTP status
 * @param body the body, up to 1 MB
 * @param location the target of a redirect, or null
 * @param date the host's time, or null
 * @param connection the TLS version and the certificate's issuer, for display
 */
record ProbeResponse(
    int status, String body, @Nullable String location, @Nullable Instant date, String connection) {
  private static final long MAX_BODY_BYTES = 1 << 20;

  /**
   * Sends a request and returns the response.
   *
   * @param failure maps a missing response to the exception that the client would throw
   * @throws AdtException if there is no response
   */
  static ProbeResponse of(
      OkHttpClient http, Request request, Function<IOException, AdtException> failure) {
    try (Response response = http.newCall(request).execute()) {
      Date date = response.headers().getDate("Date");
      return new ProbeResponse(
          response.code(),
          ResponseBodies.read(response, MAX_BODY_BYTES),
          response.header("Location"),
          date == null ? null : date.toInstant(),
          connection(response.handshake()));
    } catch (AuthenticatedCallException e) {
      throw ErrorInternals.instance().forThisCaller(e.failure());
    } catch (IOException e) {
      AdtException exception = failure.apply(e);
      throw NetworkErrorKind.of(e) == NetworkErrorKind.UNTRUSTED
          ? untrusted(http, request.url(), exception)
          : exception;
    }
  }

  /** Adds the issuer of the certificate. */
  private static AdtException untrusted(OkHttpClient http, HttpUrl url, AdtException failure) {
    return new UnavailableException(
        ErrorDetails.of(failure.reason())
            .and(
                CertificateProbe.at(http, url)
                    .map(name -> name + " issued its certificate.")
                    .orElse(""))
            .fix(failure.fix().orElse(null)));
  }

  private static String connection(@Nullable Handshake handshake) {
    return handshake == null || handshake.peerCertificates().isEmpty()
        ? "no TLS"
        : handshake.tlsVersion().javaName()
            + CertificateProbe.issuer(handshake.peerCertificates().get(0))
                .map(name -> ", certificate issued by " + name)
                .orElse("");
  }

  /**
   * Returns how far this machine's clock is ahead of the host's; null if the host sends no date.
   */
  @Nullable Duration clockAhead(Instant now) {
    return date == null ? null : Duration.between(date, now);
  }

  @Override
  public String toString() {
    return "ProbeResponse[" + status + "]";
  }
}
