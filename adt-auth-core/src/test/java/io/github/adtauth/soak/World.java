package io.github.adtauth.soak;

import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.redis.RedisFixture;
import io.github.adtauth.store.redis.RedisTokenStore;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.twins.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mockwebserver3.MockResponse;
import redis.clients.jedis.UnifiedJedis;

/**
 * Three nodes of a web API, two before a Redis and one before a folder; their users, with several
 * inbound tokens each; Entra ID and the instance, both of which can be told to fail.
 */
final class World implements AutoCloseable {
  static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";
  private static final String LOGIN = "login.microsoftonline.com";
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);
  private static final int SIGN_INS = 3;

  final LocalAzure azure = LocalAzure.start();
  final Path folder;
  final RedisFixture redis;
  private final UnifiedJedis otherJedis;
  final FaultyService tokenService;
  final FaultyService instance;
  final List<Node> nodes;
  final List<FakeUser> users = new ArrayList<>();
  private final List<List<String>> assertions = new ArrayList<>();

  World(Plan plan, Path folder, Witness witness) throws IOException {
    this.folder = folder;
    redis = new RedisFixture();
    otherJedis = redis.connect();
    FakeEntra entra = azure.entra();
    tokenService = new FaultyService(entra);
    instance = new FaultyService(new Identified(azure.twins(), entra, witness));
    azure.host(LOGIN, tokenService).host(INSTANCE, instance);
    azure.host(
        "*.example",
        request -> {
          boolean token = String.valueOf(request.getHeaders()).contains("eyJ");
          witness.violation("a call went astray, " + (token ? "with" : "without") + " a token");
          return new MockResponse.Builder().code(200).build();
        });
    arrive(plan, entra);
    KeyRing ring = KeyRing.of("k", new byte[32]);
    nodes =
        List.of(
            new Node(
                "redis-1",
                azure,
                timing -> RedisTokenStore.create(redis.jedis(), ring).timing(timing)),
            new Node(
                "redis-2",
                azure,
                timing -> RedisTokenStore.create(otherJedis, ring).timing(timing)),
            new Node("folder", azure, timing -> FileTokenStore.create(folder, ring, timing)));
  }

  /**
   * Returns since when all clocks are right, in milliseconds. A node may have its token of another
   * one, by the store, with the expiry as that one's clock told it.
   */
  long clocksRightSince() {
    return nodes.stream().mapToLong(node -> node.clock.rightSince()).max().orElseThrow();
  }

  /** Inbound tokens outlast the run; those for the instance live half a minute. */
  private void arrive(Plan plan, FakeEntra entra) {
    entra.tokenLifetime(plan.lasts().plus(Duration.ofMinutes(30)));
    for (int i = 0; i < plan.users(); i++) {
      String oid = UUID.randomUUID().toString();
      FakeUser user =
          entra.addUser(new FakeUser(oid, entra.tenantId(), "u" + i + "@contoso", "User " + i));
      azure.twins().grantRole(oid, Role.DATA_OWNER);
      users.add(user);
      List<String> ofUser = new ArrayList<>();
      for (int signIn = 0; signIn < SIGN_INS; signIn++) {
        ofUser.add(entra.assertionFor(user, entra.webApi()));
      }
      assertions.add(ofUser);
    }
    entra.tokenLifetime(TOKEN_LIFE);
    azure
        .twins()
        .addModels(
            "[{\"@context\":\"dtmi:dtdl:context;2\",\"@id\":\"dtmi:me;1\",\"@type\":\"Interface\"}]");
    azure.twins().putTwin("whoami", "{\"$metadata\":{\"$model\":\"dtmi:me;1\"}}");
  }

  String assertion(int user, int signIn) {
    List<String> ofUser = assertions.get(user);
    return ofUser.get(signIn % ofUser.size());
  }

  /** The stand-ins remember every request, which would be taken for a leak. */
  void forget() {
    azure.clearRequests();
    azure.entra().clearRequests();
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(Node::close);
    azure.close();
    otherJedis.close();
    redis.close();
  }
}
