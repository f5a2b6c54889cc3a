package io.github.adtauth.signin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.UserAssertion;
import io.github.adtauth.benchmarks.Contenders;
import io.github.adtauth.benchmarks.TokenResponses;
import io.github.adtauth.benchmarks.TokenService;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.StringJoiner;

/** MSAL4J with many users: asks for one, and makes the others of what was kept of that one. */
final class MsalUsers {
  private MsalUsers() {}

  static ConfidentialClientApplication application(TokenService service, int users)
      throws Exception {
    ConfidentialClientApplication application = Contenders.msal(service);
    OnBehalfOfParameters first =
        OnBehalfOfParameters.builder(
                Set.of(TokenResponses.SCOPE), new UserAssertion(TokenResponses.assertion(0)))
            .build();
    application.acquireToken(first).get();
    JsonObject one = JsonParser.parseString(application.tokenCache().serialize()).getAsJsonObject();
    StringJoiner all = new StringJoiner(",", "{", "}");
    for (String kind : one.keySet()) {
      StringJoiner copies = new StringJoiner(",", "\"" + kind + "\":{", "}");
      JsonObject entries = one.getAsJsonObject(kind);
      for (String key : entries.keySet()) {
        String template = "\"" + key + "\":" + entries.get(key);
        for (int user = 0; user < (kind.equals("AppMetadata") ? 1 : users); user++) {
          copies.add(ofUser(template, user));
        }
      }
      all.add(copies.toString());
    }
    application.tokenCache().deserialize(all.toString());
    return application;
  }

  private static String ofUser(String template, int user) {
    return template
        .replace(TokenResponses.id(0), TokenResponses.id(user))
        .replace(hash(0), hash(user))
        .replace("%012dt".formatted(0), "%012dt".formatted(user));
  }

  private static String hash(int user) {
    byte[] assertion = TokenResponses.assertion(user).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(assertion);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
