package io.github.adtauth.warts.bare;

import static io.github.adtauth.warts.bare.BareWorld.TWINS;
import static io.github.adtauth.warts.bare.BareWorld.onBehalfOf;
import static io.github.adtauth.warts.bare.BareWorld.service;

import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.TokenCall;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Faults of the token cache. */
final class BareCache {
  private BareCache() {}

  static List<Situation> situations() {
    return List.of(
        new Situation(
            1, "client credentials after a user's", "a user's token", BareCache::principals),
        new Situation(2, "claims challenge, token cached", "the same token", BareCache::challenge),
        new Situation(
            3,
            "claims of on-behalf-of, and cp1",
            "claims not on the wire",
            BareCache::claimsOfOnBehalfOf),
        new Situation(
            4, "claims of a silent refresh", "claims not on the wire", BareCache::claimsOfRefresh),
        new Situation(
            10, "account removed on another node", "still listed here", BareCache::removedAccount),
        new Situation(13, "two sessions of one user, 20 calls", "20 requests", BareCache::sessions),
        new Situation(14, "20 users, tokens expired", "all 20 stay", BareCache::expired),
        new Situation(
            15, "on-behalf-of, assertion expired", "refresh token unused", BareCache::refreshToken),
        new Situation(
            16, "on-behalf-of, cached", "account, source, profile: no", BareCache::cachedResult),
        new Situation(17, "token of 4 minutes, 5 calls", "5 requests", BareCache::shortLived),
        new Situation(
            18, "scope echoed in other form, 2 calls", "2 requests", BareCache::echoedScope));
  }

  private static Finding principals(BareWorld world) throws Exception {
    ConfidentialClientApplication app = world.webApi();
    onBehalfOf(app, world.assertion(world.entra.alice()));
    boolean ofApp =
        Objects.requireNonNull(world.entra.verify(service(app).accessToken())).has("idtyp");
    return Finding.of(!ofApp, ofApp, ofApp ? "the application's token" : "a user's token");
  }

  private static Finding challenge(BareWorld world) throws Exception {
    ConfidentialClientApplication api = world.webApi();
    UserAssertion alice = new UserAssertion(world.assertion(world.entra.alice()));
    String user = onBehalfOf(api, alice.getAssertion()).accessToken();
    String userAgain =
        api.acquireToken(
                OnBehalfOfParameters.builder(TWINS, alice).claims(BareWorld.claims()).build())
            .get()
            .accessToken();
    ConfidentialClientApplication daemon = world.daemon();
    String app = service(daemon).accessToken();
    String appAgain =
        daemon
            .acquireToken(
                ClientCredentialParameters.builder(TWINS).claims(BareWorld.claims()).build())
            .get()
            .accessToken();
    boolean sameUser = user.equals(userAgain);
    boolean sameApp = app.equals(appAgain);
    return Finding.of(
        sameUser && sameApp,
        !sameUser && !sameApp,
        "user: " + sameOrNew(sameUser) + ", application: " + sameOrNew(sameApp));
  }

  private static String sameOrNew(boolean same) {
    return same ? "the same token" : "a new token";
  }

  private static Finding claimsOfOnBehalfOf(BareWorld world) throws Exception {
    world
        .confidential(world.entra.webApi())
        .clientCapabilities(Set.of("cp1"))
        .build()
        .acquireToken(
            OnBehalfOfParameters.builder(
                    TWINS, new UserAssertion(world.assertion(world.entra.alice())))
                .claims(BareWorld.claims())
                .build())
        .get();
    return claimsSent(world.entra.requests().get(0));
  }

  private static Finding claimsOfRefresh(BareWorld world) throws Exception {
    PublicClientApplication app = world.publicClient().build();
    IAccount alice = world.signIn(app, world.entra.alice()).account();
    app.acquireTokenSilently(
            SilentParameters.builder(TWINS, alice)
                .forceRefresh(true)
                .claims(BareWorld.claims())
                .build())
        .get();
    return claimsSent(world.entra.tokenCalls("refresh_token").get(0));
  }

  private static Finding claimsSent(TokenCall call) {
    boolean sent = call.parameter("claims").contains("acrs");
    return Finding.of(!sent, sent, sent ? "claims on the wire" : "claims not on the wire");
  }

  private static Finding removedAccount(BareWorld world) throws Exception {
    PublicClientApplication.Builder node = world.publicClient();
    PublicClientApplication here = node.build();
    world.signIn(here, world.entra.alice());
    IAccount bob = world.signIn(here, world.entra.bob()).account();
    PublicClientApplication there = node.build();
    there.tokenCache().deserialize(here.tokenCache().serialize());
    here.removeAccount(bob).get();
    there.tokenCache().deserialize(here.tokenCache().serialize());
    int accounts = there.getAccounts().get().size();
    return Finding.of(accounts == 2, accounts == 1, accounts + " accounts of 1");
  }

  private static Finding sessions(BareWorld world) throws Exception {
    ConfidentialClientApplication app = world.webApi();
    String one = world.assertion(world.entra.alice());
    String other = world.assertion(world.entra.alice());
    for (int call = 0; call < 10; call++) {
      onBehalfOf(app, one);
      onBehalfOf(app, other);
    }
    return requests(world, 20, 2);
  }

  private static Finding expired(BareWorld world) throws Exception {
    ConfidentialClientApplication app = world.webApi();
    List<String> assertions =
        Stream.generate(() -> world.assertion(user(world))).limit(20).toList();
    for (String assertion : assertions) {
      onBehalfOf(app, assertion);
    }
    app.tokenCache().deserialize(BareWorld.expired(app.tokenCache().serialize()));
    onBehalfOf(app, world.assertion(world.entra.alice()));
    int kept =
        JsonParser.parseString(app.tokenCache().serialize())
            .getAsJsonObject()
            .getAsJsonObject("AccessToken")
            .size();
    return Finding.of(kept == 21, kept <= 1, (kept - 1) + " expired tokens in the cache");
  }

  private static FakeUser user(BareWorld world) {
    String id = UUID.randomUUID().toString();
    return world.entra.addUser(
        new FakeUser(id, world.entra.tenantId(), id + "@contoso.onmicrosoft.com", id));
  }

  private static Finding refreshToken(BareWorld world) throws Exception {
    world.entra.tokenLifetime(Duration.ofMinutes(4)); // so short that MSAL4J asks again
    ConfidentialClientApplication app = world.webApi();
    String alice = world.assertion(world.entra.alice());
    onBehalfOf(app, alice);
    world.clock.advance(Duration.ofMinutes(5));
    Throwable thrown = BareWorld.thrown(() -> onBehalfOf(app, alice));
    boolean refreshed = !world.entra.tokenCalls("refresh_token").isEmpty();
    return Finding.of(
        thrown != null && !refreshed, thrown == null && refreshed, BareWorld.said(thrown));
  }

  private static Finding cachedResult(BareWorld world) throws Exception {
    ConfidentialClientApplication app = world.webApi();
    String alice = world.assertion(world.entra.alice());
    onBehalfOf(app, alice);
    IAuthenticationResult hit = onBehalfOf(app, alice);
    boolean account = hit.account() != null;
    boolean source = hit.metadata().tokenSource() != null;
    boolean profile = hit.tenantProfile() != null;
    return Finding.of(
        !account && !source && !profile,
        account && source && profile,
        "account: "
            + known(account)
            + ", source: "
            + known(source)
            + ", profile: "
            + known(profile));
  }

  private static String known(boolean known) {
    return known ? "yes" : "no";
  }

  private static Finding shortLived(BareWorld world) throws Exception {
    world.entra.tokenLifetime(Duration.ofMinutes(4));
    ConfidentialClientApplication app = world.daemon();
    for (int call = 0; call < 5; call++) {
      service(app);
    }
    return requests(world, 5, 1);
  }

  private static Finding echoedScope(BareWorld world) throws Exception {
    world.wire.alter(
        response -> response.withBody(response.body().replace("azure.net//", "azure.net/")));
    ConfidentialClientApplication app = world.webApi();
    UserAssertion alice = new UserAssertion(world.assertion(world.entra.alice()));
    for (int call = 0; call < 2; call++) {
      app.acquireToken(
              OnBehalfOfParameters.builder(
                      Set.of("https://digitaltwins.azure.net//.default"), alice)
                  .build())
          .get();
    }
    return requests(world, 2, 1);
  }

  private static Finding requests(BareWorld world, int fault, int right) {
    int asked = world.entra.requests().size();
    return Finding.of(asked == fault, asked == right, asked + " requests");
  }
}
