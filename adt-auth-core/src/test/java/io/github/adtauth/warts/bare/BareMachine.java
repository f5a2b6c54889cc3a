package io.github.adtauth.warts.bare;

import static io.github.adtauth.warts.bare.BareWorld.METADATA;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.TokenCache;
import io.github.adtauth.testkit.http.Faults;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Faults of managed identities. */
final class BareMachine {
  private BareMachine() {}

  static List<Situation> situations() {
    return List.of(
        new Situation(22, "two applications of one JVM", "one token for both", BareMachine::shared),
        new Situation(33, "identity endpoint is busy", "caller waits 14 s", BareMachine::busy),
        new Situation(
            42,
            "early refresh, connection lost",
            "NullPointerException",
            BareMachine::lostConnection));
  }

  /** Each with an identity of its own, because the cache is one for the JVM. */
  private static String identity(BareWorld world) {
    String clientId = UUID.randomUUID().toString();
    world.azure.identityEndpoints().assign(clientId, world.entra.daemon());
    world.entra.tokenLifetime(Duration.ofHours(24));
    long expiresOn = world.clock.instant().plus(Duration.ofHours(24)).getEpochSecond();
    world.wire.alter(
        response ->
            response.withBody(
                response.body().replaceFirst("\\{", "{\"expires_on\":\"" + expiresOn + "\",")));
    return clientId;
  }

  private static IAuthenticationResult token(BareWorld world, String identity) throws Exception {
    return ManagedIdentityApplication.builder(ManagedIdentityId.userAssignedClientId(identity))
        .httpClient(world.wire)
        .build()
        .acquireTokenForManagedIdentity(
            ManagedIdentityParameters.builder("https://digitaltwins.azure.net").build())
        .get();
  }

  private static Finding shared(BareWorld world) throws Exception {
    String identity = identity(world);
    boolean same =
        token(world, identity).accessToken().equals(token(world, identity).accessToken());
    return Finding.of(same, !same, same ? "one token for both" : "a token for each");
  }

  private static Finding busy(BareWorld world) {
    String identity = identity(world);
    world.azure.script(METADATA).always(Faults.status(500));
    long start = System.nanoTime();
    Throwable thrown = BareWorld.thrown(() -> token(world, identity));
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    int asked = world.wire.asked().size();
    return Finding.of(
        asked > 1 && seconds >= 10,
        asked > 0 && thrown != null && seconds < 5,
        seconds + " s, " + asked + " requests");
  }

  private static Finding lostConnection(BareWorld world) throws Exception {
    String identity = identity(world);
    String first = token(world, identity).accessToken();
    TokenCache cache = ManagedIdentityApplication.getSharedTokenCache();
    cache.deserialize(BareWorld.dueForRefresh(cache.serialize()));
    world.azure.script(METADATA).always(Faults.disconnect());
    String[] second = {""};
    Throwable thrown = BareWorld.thrown(() -> second[0] = token(world, identity).accessToken());
    boolean asked = world.wire.asked().size() > 1;
    return Finding.of(
        thrown instanceof NullPointerException,
        asked && second[0].equals(first),
        thrown == null ? "the cached token" : BareWorld.said(thrown));
  }
}
