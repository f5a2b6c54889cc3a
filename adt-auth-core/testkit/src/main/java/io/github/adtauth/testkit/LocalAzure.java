package io.github.adtauth.testkit;

import io.github.adtauth.testkit.graph.FakeGraph;
import io.github.adtauth.testkit.graph.FakeResourceManager;
import io.github.adtauth.testkit.graph.ResourceRight;
import io.github.adtauth.testkit.graph.DirectoryRight;
import io.github.adtauth.testkit.twins.Role;
import io.github.adtauth.testkit.twins.SmartSpaces2018;
import io.github.adtauth.testkit.twins.TwinsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.MockWebServer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Azure on loopback HTTPS under its real host names: a strict Microsoft Entra ID, a Digital Twins
 * instance, the 2018 service, and any other service that is given a host name. Plain HTTP on port
 * 80 reaches the same services, for the identity endpoints of a machine. Thread-safe.
 */
public final class LocalAzure implements AutoCloseable {
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final String INSTANCE_2018 = "contoso.westcentralus.azuresmartspaces.net";

  // Its INFO lines would print authorization codes that stand in URLs. Held, so that it stays set.
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer secure = new MockWebServer();
  private final MockWebServer plain = new MockWebServer();
  private final VirtualHosts hosts = new VirtualHosts();
  private final FakeEntra entra;
  private final TwinsEmulator twins;
  private final FakeGraph graph;
  private final FakeResourceManager resourceManager;
  private final SmartSpaces2018 smartSpaces;
  private final IdentityEndpoints identityEndpoints;
  private final LoopbackSocketFactory socketFactory;
  private final TunnelProxy proxy;
  private final OkHttpClient httpClient;

  private LocalAzure(Clock clock, int port) {
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
    resourceManager = new FakeResourceManager(entra.directory(), entra, graph, hosts::register);
    resourceManager.add("contoso", INSTANCE, twins);
    resourceManager.allow(entra.alice(), ResourceRight.values());
    hosts.register(FakeResourceManager.HOST, resourceManager);
    identityEndpoints = new IdentityEndpoints(entra);
    for (String host : IdentityEndpoints.HOSTS) {
      hosts.register(host, identityEndpoints);
    }
    hosts.register(INSTANCE_2018, smartSpaces);
    secure.useHttps(LoopbackSocketFactory.serverSocketFactory());
    try {
      for (MockWebServer server : List.of(secure, plain)) {
        server.setDispatcher(hosts.dispatcher(server));
        server.setServerSocketFactory(new NoDelayServerSocketFactory());
        // A fault cuts the one call it is meant for; over HTTP/2 it would cut all that share it.
        server.setProtocols(List.of(Protocol.HTTP_1_1));
        server.start(InetAddress.getLoopbackAddress(), server == secure ? port : 0);
      }
      proxy = TunnelProxy.to(secure.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    socketFactory = new LoopbackSocketFactory(secure.getPort(), plain.getPort());
    // A busy machine may take any time to respond: only what the code under test sets is a limit.
    httpClient =
        trustedBy(new OkHttpClient.Builder())
            .connectionPool(new ConnectionPool())
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build();
  }

  /** Starts on free ports, on the system's clock. */
  public static LocalAzure start() {
    return builder().start();
  }

  /** Returns a builder, for a clock or a port of one's own. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the client that trusts the throw-away authority and reaches all hosts here. */
  public OkHttpClient httpClient() {
    return httpClient;
  }

  /**
   * Gives the trust, the names and the sockets of {@link #httpClient()} to another client, which
   * then uses no proxy.
   */
  public OkHttpClient.Builder trustedBy(OkHttpClient.Builder builder) {
    return socketFactory.configure(builder);
  }

  /**
   * Routes a host name, or with {@code *.} before it all names below a suffix, to a service. The
   * exact name wins over a suffix, the longer suffix over the shorter.
   */
  public LocalAzure host(String hostOrSuffix, FakeService service) {
    hosts.register(hostOrSuffix, service);
    return this;
  }

  /** Returns the Entra ID of this Azure. */
  public FakeEntra entra() {
    return entra;
  }

  /** Returns the identity endpoints of the machine that calls. */
  public IdentityEndpoints identityEndpoints() {
    return identityEndpoints;
  }

  /**
   * Returns the Digital Twins instance of this Azure. Alice and the daemon own its data, Bob reads.
   */
  public TwinsEmulator twins() {
    return twins;
  }

  /**
   * Returns Microsoft Graph over the same directory. Alice may do everything, Bob what users may.
   */
  public FakeGraph graph() {
    return graph;
  }

  /** Returns Azure Resource Manager, which has the instance. Alice may do everything there. */
  public FakeResourceManager resourceManager() {
    return resourceManager;
  }

  /** Returns the resource id of the Digital Twins instance. */
  public String instanceId() {
    return resourceManager.instanceId("contoso");
  }

  /** Returns the stand-in of the retired 2018 service. */
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

  /** Returns a browser in which nobody has signed in yet. */
  public FakeBrowser browser() {
    return new FakeBrowser(httpClient);
  }

  /** Returns the port that Entra and all other hosts share, for a browser's own host mapping. */
  public int port() {
    return secure.getPort();
  }

  /**
   * Returns the port of a proxy for another process on this machine: its {@code CONNECT} leads all
   * host names here, whatever the port. For a Java process, {@code -Dhttps.proxyHost=127.0.0.1},
   * {@code -Dhttps.proxyPort} and the trust store are all it takes.
   */
  public int proxyPort() {
    return proxy.port();
  }

  /**
   * Returns the certificate of the throw-away authority, PEM encoded, for another process to trust.
   * It is another one in each virtual machine.
   */
  public String certificateAuthorityPem() {
    return LoopbackSocketFactory.AUTHORITY.certificatePem();
  }

  /** Returns a new PKCS #12 trust store that holds the throw-away authority alone. */
  public KeyStore trustStore() {
    return LoopbackSocketFactory.trustStore();
  }

  /** Returns what reached loopback so far, in order. */
  public List<LoggedRequest> requests() {
    return hosts.requests();
  }

  /** Returns what reached one host so far, in order. */
  public List<LoggedRequest> requests(String host) {
    return requests().stream().filter(request -> request.host().equals(host)).toList();
  }

  /** Forgets the requests seen so far. */
  public void clearRequests() {
    hosts.clearRequests();
    socketFactory.abandonedSockets().release(secure);
    socketFactory.abandonedSockets().release(plain);
  }

  /** Returns the script of one host name, or of a suffix with {@code *.} before it. */
  public Script script(String host) {
    return hosts.script(host);
  }

  /** Opens all gates, stops the servers and closes the client's connections. */
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

  /** Settings of a {@link LocalAzure} to be started. Not thread-safe. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private int port;

    private Builder() {}

    /** Sets the clock that tokens are issued and judged by. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** Sets the port of HTTPS; 0, as it is unless set, takes a free one. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Starts on the loopback address. */
    public LocalAzure start() {
      return new LocalAzure(clock, port);
    }
  }
}
