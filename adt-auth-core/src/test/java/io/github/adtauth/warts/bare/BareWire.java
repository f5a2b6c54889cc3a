package io.github.adtauth.warts.bare;

import static io.github.adtauth.warts.bare.BareWorld.LOGIN;
import static io.github.adtauth.warts.bare.BareWorld.TWINS;
import static io.github.adtauth.warts.bare.BareWorld.service;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IClientSecret;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.testkit.entra.TokenCall;
import io.github.adtauth.testkit.http.Faults;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.tls.HeldCertificate;

/** Faults of what MSAL4J sends, repeats and waits for. */
final class BareWire {
  private BareWire() {}

  static List<Situation> situations() {
    return List.of(
        new Situation(
            5, "IClientSecret of one's own", "no credential on the wire", BareWire::ownSecret),
        new Situation(11, "certificate, nothing set", "chain is sent (x5c)", BareWire::chain),
        new Situation(
            23, "tenant \"com\" overridden", "other host is asked", BareWire::tenantOverride),
        new Situation(31, "default client's read timeout", "0, which is none", BareWire::timeout),
        new Situation(32, "503; 408; connection lost", "2, 1, 1 requests", BareWire::repeats),
        new Situation(
            34, "429 for one user, another calls", "the other is throttled", BareWire::throttled),
        new Situation(
            34,
            "Retry-After is a date in 10 minutes",
            "ignored: waits 5 s",
            BareWire::retryAfterDate),
        new Situation(
            35, "cold start, known cloud", "1 request for discovery", BareWire::discovery),
        new Situation(
            36, "rejection whose headers() is null", "NullPointerException", BareWire::noHeaders),
        new Situation(
            37,
            "builder with an OIDC authority",
            "1 request, before any call",
            BareWire::oidcAuthority));
  }

  private static Finding ownSecret(BareWorld world) throws Exception {
    IClientSecret own = world.entra.daemon()::secret;
    ConfidentialClientApplication app =
        ConfidentialClientApplication.builder(world.entra.daemon().clientId(), own)
            .authority(world.authority())
            .instanceDiscovery(false)
            .httpClient(world.wire)
            .build();
    BareWorld.thrown(() -> service(app));
    List<TokenCall> calls = world.entra.requests();
    boolean sent = !calls.isEmpty() && !calls.get(0).parameter("client_secret").isEmpty();
    return Finding.of(
        !calls.isEmpty() && !sent,
        sent,
        sent ? "credential on the wire" : "no credential on the wire");
  }

  private static Finding chain(BareWorld world) throws Exception {
    HeldCertificate own =
        TestKeys.selfSigned("own", world.clock.instant().minusSeconds(60), Duration.ofDays(9));
    world.entra.register(
        world.entra.daemon().toBuilder().certificate(own.keyPair().getPublic()).build());
    service(
        ConfidentialClientApplication.builder(
                world.entra.daemon().clientId(),
                ClientCredentialFactory.createFromCertificate(
                    own.keyPair().getPrivate(), own.certificate()))
            .authority(world.authority())
            .instanceDiscovery(false)
            .httpClient(world.wire)
            .build());
    String assertion = world.entra.requests().get(0).parameter("client_assertion");
    byte[] header = Base64.getUrlDecoder().decode(assertion.substring(0, assertion.indexOf('.')));
    boolean sent = new String(header, StandardCharsets.UTF_8).contains("\"x5c\"");
    return Finding.of(sent, !sent, sent ? "chain is sent" : "chain is not sent");
  }

  /** The tenant's name stands in the host too. */
  private static Finding tenantOverride(BareWorld world) throws Exception {
    ConfidentialClientApplication app =
        world.confidential(world.entra.daemon()).authority("https://" + LOGIN + "/com/").build();
    Throwable thrown =
        BareWorld.thrown(
            () ->
                app.acquireToken(
                        ClientCredentialParameters.builder(TWINS).tenant("evil.example").build())
                    .get());
    String host = world.wire.asked().isEmpty() ? "" : world.wire.asked().get(0).url().getHost();
    return Finding.of(
        !host.isEmpty() && !host.equals(LOGIN),
        host.equals(LOGIN),
        host.isEmpty() ? BareWorld.said(thrown) : host);
  }

  private static Finding timeout(BareWorld world) throws Exception {
    TimeoutProbe probe = new TimeoutProbe(world.azure.trustStore());
    service(
        ConfidentialClientApplication.builder(
                world.entra.daemon().clientId(),
                ClientCredentialFactory.createFromSecret(world.entra.daemon().secret()))
            .authority(world.authority())
            .instanceDiscovery(false)
            .sslSocketFactory(probe)
            .proxy(
                new Proxy(
                    Proxy.Type.HTTP,
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), world.azure.proxyPort())))
            .build());
    int millis = probe.readTimeout();
    return Finding.of(millis == 0, millis > 0, millis + " ms");
  }

  private static Finding repeats(BareWorld world) throws Exception {
    int outage = requestsAt(world, Faults.status(503));
    int timeout = requestsAt(world, Faults.status(408));
    int lost = requestsAt(world, Faults.disconnect());
    return Finding.of(
        outage == 2 && timeout == 1 && lost == 1,
        outage > 1 && timeout > 1 && lost > 1,
        outage + ", " + timeout + ", " + lost + " requests");
  }

  private static int requestsAt(BareWorld world, MockResponse fault) throws Exception {
    int before = world.wire.asked().size();
    ConfidentialClientApplication app = world.daemon();
    world.azure.script(LOGIN).next(fault);
    BareWorld.thrown(() -> service(app));
    return world.wire.asked().size() - before;
  }

  private static Finding throttled(BareWorld world) throws Exception {
    PublicClientApplication app = world.publicClient().build();
    IAccount alice = world.signIn(app, world.entra.alice()).account();
    IAccount bob = world.signIn(app, world.entra.bob()).account();
    world.azure.script(LOGIN).next(Faults.throttled(60));
    BareWorld.thrown(() -> BareWorld.refresh(app, alice));
    int before = world.wire.asked().size();
    Throwable thrown = BareWorld.thrown(() -> BareWorld.refresh(app, bob));
    boolean asked = world.wire.asked().size() > before;
    return Finding.of(
        !asked && thrown instanceof MsalThrottlingException,
        asked && thrown == null,
        asked ? "the other is served" : BareWorld.said(thrown));
  }

  private static Finding retryAfterDate(BareWorld world) throws Exception {
    PublicClientApplication app = world.publicClient().build();
    IAccount alice = world.signIn(app, world.entra.alice()).account();
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
    world
        .azure
        .script(LOGIN)
        .next(new MockResponse.Builder().code(429).setHeader("Retry-After", date).build());
    BareWorld.thrown(() -> BareWorld.refresh(app, alice));
    Throwable thrown = BareWorld.thrown(() -> BareWorld.refresh(app, alice));
    if (!(thrown instanceof MsalThrottlingException throttling)) {
      return Finding.of(false, false, BareWorld.said(thrown));
    }
    long seconds = (throttling.retryInMs() + 999) / 1000;
    return Finding.of(seconds < 60, seconds > 560 && seconds <= 600, "waits " + seconds + " s");
  }

  /** Of another cloud than all others here: what is discovered is kept as long as the JVM. */
  private static Finding discovery(BareWorld world) throws Exception {
    ConfidentialClientApplication app =
        world
            .confidential(world.entra.daemon())
            .authority("https://login.microsoftonline.us/" + world.entra.tenantId() + "/")
            .instanceDiscovery(true)
            .build();
    service(app);
    long asked =
        world.wire.asked().stream()
            .filter(request -> request.url().getPath().endsWith("/discovery/instance"))
            .count();
    return Finding.of(asked > 0, asked == 0, asked + " request(s) for discovery");
  }

  private static Finding noHeaders(BareWorld world) throws Exception {
    world.wire.alter(Wire.CannedResponse::withoutHeaders);
    world.entra.requireClaims(world.entra.daemon(), BareWorld.MFA);
    ConfidentialClientApplication app = world.daemon();
    Throwable thrown = BareWorld.thrown(() -> service(app));
    return Finding.of(
        thrown instanceof NullPointerException,
        thrown instanceof com.microsoft.aad.msal4j.MsalServiceException,
        BareWorld.said(thrown));
  }

  private static Finding oidcAuthority(BareWorld world) {
    Throwable thrown =
        BareWorld.thrown(
            () ->
                ConfidentialClientApplication.builder(
                        world.entra.daemon().clientId(),
                        ClientCredentialFactory.createFromSecret("secret"))
                    .httpClient(world.wire)
                    .oidcAuthority("https://" + LOGIN + "/" + world.entra.tenantId() + "/v2.0")
                    .build());
    int asked = world.wire.asked().size();
    return Finding.of(
        asked > 0, asked == 0 && thrown == null, asked + " request(s), " + BareWorld.said(thrown));
  }
}
