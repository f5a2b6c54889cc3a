package io.github.adtauth.testkit;

import io.github.adtauth.testkit.arm.FakeResourceManager;
import io.github.adtauth.testkit.arm.ResourceRight;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.IdentityEndpoints;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.graph.DirectoryRight;
import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.Script;
import io.github.adtauth.testkit.internal.BoundedLog;
import io.github.adtauth.testkit.internal.Certificates;
import io.github.adtauth.testkit.internal.ConnectionLimit;
import io.github.adtauth.testkit.internal.LocalhostRouter;
import io.github.adtauth.testkit.internal.LoopbackSocketFactory;
import io.github.adtauth.testkit.internal.MockServers;
import io.github.adtauth.testkit.internal.TunnelProxy;
import io.github.adtauth.testkit.internal.VirtualHosts;
import io.github.adtauth.testkit.twins.Role;
import io.github.adtauth.testkit.twins.SmartSpaces2018;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.MockWebServer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;

/**
 * Azure on loopback HTTPS under its real host names. It serves a strict Microsoft Entra ID, a
 * Digital Twins instance, the retired 2018 service, Microsoft Graph, Azure Resource Manager, and
 * any service that a test adds. Plain HTTP on port 80 reaches the same services, for the managed
 * identity endpoints. Thread-safe.
 *
 * <p>This file is long because its builder has a method for each limit.
 */
public final class LocalAzure implements AutoCloseable {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final String INSTANCE_2018 = "contoso.westcentralus.azuresmartspaces.net";

  // At INFO, it would log authorization codes in URLs. A strong reference preserves the level.
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer secure = new MockWebServer();
  private final MockWebServer plain = new MockWebServer();
  private final VirtualHosts hosts;
  private final FakeEntra entra;
  private final TwinsEmulator twins;
  private final FakeGraph graph;
  private final FakeResourceManager resourceManager;
  private final SmartSpaces2018 smartSpaces;
  private final IdentityEndpoints identityEndpoints;
  private final LocalhostRouter localhost;
  private final Certificates certificates;
  private final LoopbackSocketFactory socketFactory;
  private final TunnelProxy proxy;
  private final OkHttpClient httpClient;

  private LocalAzure(Builder builder) {
    Clock clock = builder.clock;
    hosts = new VirtualHosts(builder.maxLoggedRequests, builder.maxBodyLength);
    certificates = builder.certificates;
    SERVER_LOG.setLevel(Level.WARNING);
    entra = new FakeEntra(clock);
    for (String host : FakeEntra.HOSTS) {
      hosts.register(host, entra);
    }
    twins = new TwinsEmulator(entra.tenantId(), entra, clock, INSTANCE);
    twins.grantRole(entra.alice().oid(), Role.DATA_OWNER);
    twins.grantRole(entra.bob().oid(), Role.DATA_READER);
    twins.grantRole(entra.daemon().servicePrincipalId(), Role.DATA_OWNER);
    smartSpaces = new SmartSpaces2018(entra.tenantId(), entra, INSTANCE_2018);
    hosts.register(INSTANCE, twins);
    graph = new FakeGraph(entra.directory(), entra, clock);
    graph.allow(entra.alice(), DirectoryRight.values());
    hosts.register(FakeGraph.HOST, graph);
    resourceManager =
        new FakeResourceManager(
            entra.directory(), entra, graph.principals(), clock, hosts::register);
    resourceManager.add("contoso", INSTANCE, twins);
    resourceManager.allow(entra.alice(), ResourceRight.values());
    hosts.register(FakeResourceManager.HOST, resourceManager);
    identityEndpoints = new IdentityEndpoints(entra);
    for (String host : IdentityEndpoints.HOSTS) {
      hosts.register(host, identityEndpoints);
    }
    localhost = new LocalhostRouter(identityEndpoints, entra);
    TwinsEmulator.PATHS.forEach(path -> localhost.route(path, twins));
    for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
      hosts.register(host, localhost);
    }
    hosts.register(INSTANCE_2018, smartSpaces);
    secure.useHttps(certificates.serverSocketFactory());
    try {
      for (MockWebServer server : List.of(secure, plain)) {
        server.setDispatcher(hosts.dispatcher(server));
        server.setServerSocketFactory(
            new ConnectionLimit(
                builder.maxConnections,
                server == secure ? certificates.serverSocketFactory() : null));
        server.setBodyLimit(builder.maxBodyLength);
      }
      secure.setProtocols(
          builder.http2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1));
      plain.setProtocols(List.of(Protocol.HTTP_1_1));
      secure.start(builder.bindAddress, builder.port);
      plain.start(InetAddress.getLoopbackAddress(), 0);
      proxy = TunnelProxy.start(builder.proxyPort, reachable(secure), builder.maxConnections);
    } catch (IOException e) {
      MockServers.close(secure);
      MockServers.close(plain);
      throw new UncheckedIOException(e);
    }
    socketFactory = new LoopbackSocketFactory(certificates, reachable(secure), reachable(plain));
    // A busy machine may respond slowly. Only the code under test sets timeouts.
    httpClient =
        configure(new OkHttpClient.Builder())
            .connectionPool(new ConnectionPool())
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build();
  }

  private static InetSocketAddress reachable(MockWebServer server) {
    InetAddress bound = server.getSocketAddress().getAddress();
    return new InetSocketAddress(
        bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound, server.getPort());
  }

  /** Starts on free ports with the system clock. */
  public static LocalAzure start() {
    return builder().start();
  }

  /** Returns a builder that sets the clock, the port and limits. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a client that trusts the throw-away certificate authority and reaches all hosts. */
  public OkHttpClient httpClient() {
    return httpClient;
  }

  /**
   * Configures another client with the trust, DNS and sockets of {@link #httpClient()} and without
   * a proxy.
   */
  public OkHttpClient.Builder configure(OkHttpClient.Builder builder) {
    return socketFactory.configure(builder);
  }

  /**
   * Routes a host name, or all names below a suffix such as {@code *.example}, to a service. An
   * exact name takes precedence over a suffix, and a longer suffix over a shorter one.
   */
  public LocalAzure host(String hostOrSuffix, FakeService service) {
    hosts.register(hostOrSuffix, service);
    return this;
  }

  /** Returns the fake Entra ID. */
  public FakeEntra entra() {
    return entra;
  }

  /** Returns the managed identity endpoints. */
  public IdentityEndpoints identityEndpoints() {
    return identityEndpoints;
  }

  /**
   * Returns the Digital Twins instance. Alice and the daemon have the Data Owner role, and Bob has
   * the Data Reader role.
   */
  public TwinsEmulator twins() {
    return twins;
  }

  /**
   * Returns Microsoft Graph over the directory of Entra ID. Alice has all rights, and Bob has the
   * default rights of users.
   */
  public FakeGraph graph() {
    return graph;
  }

  /** Returns Azure Resource Manager, which manages the instance. Alice has all rights. */
  public FakeResourceManager resourceManager() {
    return resourceManager;
  }

  /** Returns the resource ID of the Digital Twins instance. */
  public String instanceId() {
    return resourceManager.instanceId("contoso");
  }

  /** Returns the fake of the retired 2018 service. */
  public SmartSpaces2018 smartSpaces2018() {
    return smartSpaces;
  }

  /** Returns the URL of the Digital Twins instance. */
  public String endpoint() {
    return "https://" + INSTANCE;
  }

  /** Returns the base URL of the 2018 management API. */
  public String endpoint2018() {
    return "https://" + INSTANCE_2018 + "/management/api/v1.0/";
  }

  /**
   * Returns the URL on {@code localhost} under which Entra ID and the Digital Twins instance are
   * reached without a proxy. Clients must trust {@link #certificateAuthorityPem()}.
   */
  public String localUrl() {
    return "https://localhost:" + port();
  }

  /**
   * Routes paths on {@code localhost} with the given first segment to a service. They are served
   * over HTTPS and, at {@link #plainPort()}, over plain HTTP.
   */
  public LocalAzure localPath(String firstSegment, FakeService service) {
    localhost.route(firstSegment, service);
    return this;
  }

  /** Returns a browser without a session. */
  public FakeBrowser browser() {
    return new FakeBrowser(httpClient);
  }

  /** Returns the HTTPS port that all hosts share, for host mappings of a browser. */
  public int port() {
    return secure.getPort();
  }

  /** Returns the port of plain HTTP, which is always on loopback. */
  public int plainPort() {
    return plain.getPort();
  }

  /**
   * Returns the port of an HTTP proxy for other processes on this machine. Its tunnels lead here
   * for all host names and ports. A Java process needs only {@code -Dhttps.proxyHost=127.0.0.1},
   * {@code -Dhttps.proxyPort} and {@linkplain #trustStore() the trust store}.
   */
  public int proxyPort() {
    return proxy.port();
  }

  /**
   * Returns the PEM-encoded certificate of the throw-away authority, for other processes. Each JVM
   * has a different one.
   */
  public String certificateAuthorityPem() {
    return certificates.authority().certificatePem();
  }

  /** Returns a new PKCS #12 trust store that contains only the throw-away authority. */
  public KeyStore trustStore() {
    return certificates.trustStore();
  }

  /**
   * Returns the environment variables by which the libraries of Azure Identity, in all languages,
   * sign in as an application: its tenant, its client ID and, if it has one, its secret.
   */
  public Map<String, String> environment(Registration application) {
    Map<String, String> variables = new TreeMap<>();
    String tenant = application.tenantId();
    variables.put("AZURE_TENANT_ID", tenant == null ? entra.tenantId() : tenant);
    variables.put("AZURE_CLIENT_ID", application.clientId());
    if (!application.secrets().isEmpty()) {
      variables.put("AZURE_CLIENT_SECRET", application.secret());
    }
    return Collections.unmodifiableMap(variables);
  }

  /** Returns the requests so far, in order. The log keeps the last 10,000 requests by default. */
  public List<LoggedRequest> requests() {
    return hosts.requests();
  }

  /** Returns the requests to a host so far, in order. */
  public List<LoggedRequest> requests(String host) {
    return requests().stream().filter(request -> request.host().equals(host)).toList();
  }

  /**
   * Returns the number of requests since the start, or since the log was cleared. It includes
   * requests that the log has dropped.
   */
  public long requestCount() {
    return hosts.requestCount();
  }

  /** Clears the request log. */
  public void clearRequests() {
    hosts.clearRequests();
    socketFactory.abandonedSockets().release(secure);
    socketFactory.abandonedSockets().release(plain);
  }

  /**
   * Returns the script of a service, such as {@code azure.twins()}, for all its host names. A
   * script of a host name takes precedence.
   */
  public Script script(FakeService service) {
    return hosts.script(service);
  }

  /** Returns the script of a host name, or of a suffix such as {@code *.example}. */
  public Script script(String host) {
    return hosts.script(host);
  }

  /** Releases all gates, stops the servers and closes the client's connections. */
  @Override
  public void close() {
    hosts.clearScripts();
    httpClient.dispatcher().cancelAll();
    httpClient.dispatcher().executorService().shutdown();
    httpClient.connectionPool().evictAll();
    proxy.close();
    MockServers.close(secure);
    MockServers.close(plain);
  }

  /** Builds a {@link LocalAzure}. Not thread-safe. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private int port;
    private int maxLoggedRequests = BoundedLog.DEFAULT_MAX_ENTRIES;
    private long maxBodyLength = 32L << 20;
    private int maxConnections = 1_000;
    private int proxyPort;
    private InetAddress bindAddress = InetAddress.getLoopbackAddress();
    private Certificates certificates = Certificates.throwAway();
    private boolean http2;

    private Builder() {}

    /** Sets the clock that tokens are issued and verified with. Defaults to the system clock. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** Sets the HTTPS port. Defaults to 0, a free port. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /**
     * Sets the maximum number of requests in the log. The oldest ones are dropped. Defaults to
     * 10,000.
     */
    public Builder maxLoggedRequests(int value) {
      maxLoggedRequests = value;
      return this;
    }

    /**
     * Sets the maximum length of a request body in bytes. Longer ones are rejected with 413,
     * without being kept in memory. Defaults to 32 MiB.
     */
    public Builder maxBodyLength(long bytes) {
      maxBodyLength = bytes;
      return this;
    }

    /**
     * Sets the maximum number of open connections to each port. Further ones are rejected with 503.
     * Defaults to 1,000.
     */
    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    /** Sets the port of the HTTP proxy. Defaults to 0, a free port. */
    public Builder proxyPort(int value) {
      proxyPort = value;
      return this;
    }

    /**
     * Sets the address of HTTPS. Defaults to loopback. With any other address, other machines can
     * read and change everything here.
     */
    public Builder bindAddress(InetAddress value) {
      bindAddress = value;
      return this;
    }

    /**
     * Sets the certificate authority, which must be able to sign one more certificate. By default,
     * each JVM has a throw-away authority.
     */
    public Builder certificateAuthority(HeldCertificate value) {
      certificates = Certificates.signedBy(value);
      return this;
    }

    /**
     * Sets whether to offer HTTP/2. Off by default, because a scripted fault that closes the
     * connection would affect all calls that share it.
     */
    public Builder http2(boolean value) {
      http2 = value;
      return this;
    }

    /**
     * Starts the servers.
     *
     * @throws UncheckedIOException if a port or the address cannot be used
     */
    public LocalAzure start() {
      return new LocalAzure(this);
    }
  }
}
