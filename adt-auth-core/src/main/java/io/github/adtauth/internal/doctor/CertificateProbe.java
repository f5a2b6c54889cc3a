package io.github.adtauth.internal.doctor;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Reads the issuer of an untrusted certificate without trusting it. */
final class CertificateProbe implements X509TrustManager {
  private static final int MAX_LENGTH = 120;

  private @Nullable X509Certificate certificate;

  private CertificateProbe() {}

  /** Returns the name of the issuer. Only the TLS handshake is sent. */
  static Optional<String> at(OkHttpClient http, HttpUrl url) {
    CertificateProbe probe = new CertificateProbe();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {probe}, null);
      OkHttpClient client =
          http.newBuilder()
              .sslSocketFactory(context.getSocketFactory(), probe)
              .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
              .build();
      client.newCall(new Request.Builder().url(url).build()).execute().close();
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return probe.certificate == null ? Optional.empty() : issuer(probe.certificate);
    }
  }

  /** Returns the name of a certificate's issuer, redacted for display. */
  static Optional<String> issuer(Certificate certificate) {
    if (!(certificate instanceof X509Certificate x509)) {
      return Optional.empty();
    }
    return Optional.of(Redactor.sanitize(x509.getIssuerX500Principal().getName(), MAX_LENGTH));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    certificate = chain.length == 0 ? null : chain[0];
    throw new CertificateException("read but not trusted");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("client certificates are not supported");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
