package example;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.TwinQuery;
import java.util.List;

/**
 * Signs in and calls an instance, once for each argument: {@code service}, {@code on-behalf-of} or
 * {@code browser}. The environment names the instance and the applications. Prints one line each.
 */
public final class Smoke {
  private Smoke() {}

  public static void main(String[] arguments) {
    System.out.println("module path: " + Smoke.class.getModule().isNamed());
    for (String way : arguments) {
      switch (way) {
        case "service" -> service();
        case "on-behalf-of" -> onBehalfOf();
        case "browser" -> browser();
        default -> throw new IllegalArgumentException(way);
      }
      System.out.println(way + " passed");
    }
    System.exit(0);
  }

  private static void service() {
    DigitalTwinsConfig config = config("SERVICE");
    call(config, SignIn.with(config).service(secret("SERVICE")));
  }

  private static void onBehalfOf() {
    DigitalTwinsConfig config = config("API");
    call(config, SignIn.with(config).onBehalfOf(secret("API")).forUser(System.getenv("ASSERTION")));
  }

  private static void browser() {
    DigitalTwinsConfig config = config("NATIVE");
    TokenStore store = MemoryTokenStore.withMaximumBytes(1 << 20);
    UserSignIn user =
        SignIn.with(config).store(store).browser(url -> System.out.println("open " + url));
    user.signIn();
    call(config, user);
    // As after a restart of the program: the account is known, and nobody is prompted.
    UserSignIn restarted =
        SignIn.with(config)
            .store(store)
            .browser(
                url -> {
                  throw new IllegalStateException("prompted again");
                });
    if (restarted.currentAccount().isEmpty()) {
      throw new IllegalStateException("the account was not stored");
    }
    call(config, restarted);
  }

  /** Puts a twin, reads it as a class of the consumer's own, and finds it by a query. */
  private static void call(DigitalTwinsConfig config, TokenProvider tokens) {
    try (DigitalTwins instance = DigitalTwins.at(config)) {
      DigitalTwinsClient twins = instance.client(tokens);
      twins.putTwin("room-21", DigitalTwin.of("dtmi:example:Room;1").with("temperature", 21));
      int temperature = twins.getTwin("room-21", Room.class).temperature;
      List<DigitalTwin> found =
          twins
              .query(TwinQuery.of("SELECT * FROM digitaltwins"), DigitalTwin.class)
              .stream()
              .toList();
      if (temperature != 21 || found.size() != 1 || !found.get(0).id().equals("room-21")) {
        throw new IllegalStateException("read " + temperature + " and found " + found);
      }
    }
  }

  private static DigitalTwinsConfig config(String application) {
    return DigitalTwinsConfig.builder()
        .clientId(System.getenv(application + "_CLIENT_ID"))
        .tenant(System.getenv("TENANT"))
        .endpoint(System.getenv("ENDPOINT"))
        .build();
  }

  private static ClientCredential secret(String application) {
    return ClientCredential.secret(Secret.of(System.getenv(application + "_SECRET")));
  }

  static final class Room {
    int temperature;
  }
}
