package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.AuthenticatedCallException;
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
 * What a host said.
 *
 * @param status the HTTP status
 * @param body what it wrote, up to 1 MB
 * @param location where it sends to, or null
 * @param date what it takes for now, or null
 * @param connection how it was reached
 */
record ProbeResponse(
    int status, String body, @Nullable String location, @Nullable Instant date, String connection) {
  private static final long LIMIT = 1 << 20;

  /**
   * Calls a host.
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
          ResponseBodies.read(response, LIMIT),
          response.header("Location"),
          date == null ? null : date.toInstant(),
          connection(response.handshake()));
    } catch (AuthenticatedCallException e) {
      throw e.failure().forThisCaller();
    } catch (IOException e) {
      AdtException meaning = failure.apply(e);
      throw NetworkErrorKind.of(e) == NetworkErrorKind.UNTRUSTED
          ? untrusted(http, request.url(), meaning)
          : meaning;
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

  /** Returns how far this machine's clock is ahead of the host's; null if it does not say. */
  @Nullable Duration clockAhead(Instant now) {
    return date == null ? null : Duration.between(date, now);
  }

  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
