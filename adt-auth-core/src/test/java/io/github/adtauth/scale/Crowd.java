package io.github.adtauth.scale;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** A web API and its users, as many as wanted. Tokens of about 2 KB, as Entra's are. */
final class Crowd {
  private static final TokenRequest TWINS =
      TokenRequest.of("https://digitaltwins.azure.net/.default");
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  private static final String TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  private static final String FILLER = "x".repeat(900);

  private final long expiry = Instant.now().getEpochSecond() + 3600;
  private final MemoryEntra entra = new MemoryEntra();
  private final OnBehalfOf onBehalfOf;

  Crowd(long maximumWeight) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder().clientId(CLIENT).tenant(TENANT).build();
    onBehalfOf =
        SignIn.with(config)
            .tokenHttpClient(entra.client())
            .maximumCacheBytes(maximumWeight)
            .onBehalfOf(ClientCredential.secret("secret"));
  }

  /** Returns a user's token: a new text each time, as each request brings one. */
  String assertion(int user) {
    String claims =
        "{\"aud\":\"%s\",\"tid\":\"%s\",\"oid\":\"%s\",\"scp\":\"access_as_user\",\"azp\":\"x\","
            + "\"iat\":%d,\"exp\":%d,\"more\":\"%s\"}";
    String payload =
        claims.formatted(CLIENT, TENANT, new UUID(0, user), expiry - 3600, expiry, FILLER);
    return "eyJhbGciOiJSUzI1NiJ9."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + "."
        + signature(user);
  }

  /** Each token has a signature of its own, as good as random, as long as RSA's with 2048 bits. */
  private static String signature(int user) {
    byte[] signature = new byte[256];
    new Random(user).nextBytes(signature);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  /** Serves users {@code from} (inclusive) to {@code to} (exclusive) for the first time. */
  void arrive(int from, int to) {
    IntStream.range(from, to).parallel().forEach(user -> serve(assertion(user)));
  }

  AccessToken serve(String assertion) {
    try {
      return onBehalfOf.forUser(assertion).token(TWINS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  long exchanges() {
    return entra.granted();
  }

  long covered() {
    return onBehalfOf.health().usersWithTokens();
  }
}
