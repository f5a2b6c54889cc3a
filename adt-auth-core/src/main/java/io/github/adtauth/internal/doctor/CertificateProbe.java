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

/** Looks who issued a certificate that is not trusted, and trusts it no more than before. */
final class CertificateProbe implements X509TrustManager {
  private static final int MAX_LENGTH = 120;

  private @Nullable X509Certificate seen;

  private CertificateProbe() {}

  /** Returns the issuer's name; nothing is sent but the greeting of TLS. */
  static Optional<String> at(OkHttpClient http, HttpUrl url) {
    CertificateProbe look = new CertificateProbe();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {look}, null);
      OkHttpClient looking =
          http.newBuilder()
              .sslSocketFactory(context.getSocketFactory(), look)
              .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
              .build();
      looking.newCall(new Request.Builder().url(url).build()).execute().close();
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return look.seen == null ? Optional.empty() : issuer(look.seen);
    }
  }

  /** Returns the name of a certificate's issuer, fit for a message. */
  static Optional<String> issuer(Certificate certificate) {
    if (!(certificate instanceof X509Certificate x509)) {
      return Optional.empty();
    }
    return Optional.of(Redactor.sanitize(x509.getIssuerX500Principal().getName(), MAX_LENGTH));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    seen = chain.length == 0 ? null : chain[0];
    throw new CertificateException("looked at, not trusted");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
