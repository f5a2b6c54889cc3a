package io.github.adtauth.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;

/** Responses of the token service and tokens of users, with the lengths of Entra ID's tokens. */
public final class TokenResponses {
  /** Client ID of all contenders. */
  public static final String CLIENT = "11111111-2222-3333-4444-555555555555";

  /** Tenant of all contenders. */
  public static final String TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

  /** Scope of all contenders. */
  public static final String SCOPE = "https://digitaltwins.azure.net/.default";

  private static final String FILLER = "x".repeat(900);
  private static final long EXPIRY = Instant.now().getEpochSecond() + 7200;

  private TokenResponses() {}

  /** Returns the response to an application. */
  public static String plain(long number, String life) {
    String start = "%012d".formatted(number);
    return "{\"token_type\":\"Bearer\","
        + life
        + ",\"access_token\":\""
        + start
        + "t".repeat(2_000 - start.length())
        + "\"}";
  }

  /** Returns the response to an on-behalf-of request: with id token and refresh token. */
  public static String ofUser(int user) {
    String claims =
        "{\"ver\":\"2.0\",\"oid\":\"%s\",\"tid\":\"%s\",\"preferred_username\":\"u\",\"name\":\"U\"}";
    String clientInfo = "{\"uid\":\"%s\",\"utid\":\"%s\"}".formatted(id(user), TENANT);
    String response = plain(user, "\"expires_in\":3599,\"scope\":\"" + SCOPE + "\"");
    return response.substring(0, response.length() - 1)
        + ",\"refresh_token\":\"r%012d".formatted(user)
        + "\",\"id_token\":\"e30."
        + encoded(claims.formatted(id(user), TENANT))
        + ".\",\"client_info\":\""
        + encoded(clientInfo)
        + "\"}";
  }

  /** Returns the token that a web API receives of a user, about 1.8 KB. */
  public static String assertion(int user) {
    String claims =
        "{\"aud\":\"%s\",\"tid\":\"%s\",\"oid\":\"%s\",\"scp\":\"access_as_user\",\"azp\":\"x\","
            + "\"iat\":%d,\"exp\":%d,\"more\":\"%s\"}";
    return "eyJhbGciOiJSUzI1NiJ9."
        + encoded(claims.formatted(CLIENT, TENANT, id(user), EXPIRY - 3600, EXPIRY, FILLER))
        + "."
        + signature(user);
  }

  /** Each token has a signature of its own, as good as random, as long as that of RSA with 2048 bits. */
  private static String signature(int user) {
    byte[] signature = new byte[256];
    new Random(user).nextBytes(signature);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  /** Finds out of a form body whose token is to be exchanged. */
  public static int userOf(String form) {
    int at = form.indexOf("assertion=eyJ") + "assertion=".length();
    String payload = form.substring(form.indexOf('.', at) + 1);
    String claims =
        new String(
            Base64.getUrlDecoder().decode(payload.substring(0, payload.indexOf('.'))),
            StandardCharsets.UTF_8);
    int oid = claims.indexOf("\"oid\":\"00000000-0000-0000-0000-") + 31;
    return Integer.parseInt(claims.substring(oid, oid + 12));
  }

  /** Returns the object id of a user. */
  public static String id(int user) {
    return "00000000-0000-0000-0000-%012d".formatted(user);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
