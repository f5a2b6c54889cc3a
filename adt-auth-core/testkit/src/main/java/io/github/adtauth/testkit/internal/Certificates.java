package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate authority and its certificate for all host names of the local Azure. Immutable.
 *
 * @param authority the certificate authority
 * @param server the certificate of the server, signed by the authority
 */
public record Certificates(HeldCertificate authority, HandshakeCertificates server) {
  private static final List<String> HOST_NAMES =
      List.of(
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.microsoft.com",
          "*.login.microsoft.com",
          "microsoft.com",
          "*.digitaltwins.azure.net",
          "*.api.weu.digitaltwins.azure.net",
          "*.api.neu.digitaltwins.azure.net",
          "*.digitaltwins.azure.us",
          "*.azuresmartspaces.net",
          "*.westcentralus.azuresmartspaces.net",
          "graph.microsoft.com",
          "management.azure.com",
          "*.example",
          "evil.example",
          "localhost",
          "127.0.0.1",
          "::1");

  // Longer than any sample runs.
  private static final long VALIDITY_DAYS = 30;
  private static final int MAX_CACHED_SESSIONS = 1_000;

  /** The authority that all local Azures of a JVM share. It exists only in memory. */
  private static final class Shared {
    static final Certificates INSTANCE = signedBy(newAuthority(VALIDITY_DAYS));
  }

  /** Returns the certificates of a throw-away authority, one per JVM. */
  public static Certificates throwAway() {
    return Shared.INSTANCE;
  }

  /** Returns certificates of an authority. */
  public static Certificates signedBy(HeldCertificate authority) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder()
            .ecdsa256()
            .signedBy(authority)
            .commonName("LocalAzure")
            .duration(VALIDITY_DAYS, TimeUnit.DAYS);
    HOST_NAMES.forEach(builder::addSubjectAlternativeName);
    return new Certificates(
        authority, new HandshakeCertificates.Builder().heldCertificate(builder.build()).build());
  }

  /** Creates a certificate authority. */
  public static HeldCertificate newAuthority(long days) {
    return new HeldCertificate.Builder()
        .ecdsa256()
        .certificateAuthority(0)
        .commonName("LocalAzure throw-away authority")
        .duration(days, TimeUnit.DAYS)
        .build();
  }

  /** Returns a factory with a small session cache, which limits the memory of long runs. */
  public SSLSocketFactory serverSocketFactory() {
    return withSessionLimit(server.sslContext());
  }

  /** Configures a client to trust the authority and nothing else. */
  OkHttpClient.Builder configure(OkHttpClient.Builder builder) {
    HandshakeCertificates client =
        new HandshakeCertificates.Builder().addTrustedCertificate(authority.certificate()).build();
    return builder.sslSocketFactory(withSessionLimit(client.sslContext()), client.trustManager());
  }

  private static SSLSocketFactory withSessionLimit(SSLContext context) {
    context.getServerSessionContext().setSessionCacheSize(MAX_CACHED_SESSIONS);
    context.getClientSessionContext().setSessionCacheSize(MAX_CACHED_SESSIONS);
    return context.getSocketFactory();
  }

  /** Returns a new PKCS #12 trust store that contains only the authority. */
  public KeyStore trustStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("local-azure", authority.certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
