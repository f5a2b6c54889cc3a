package io.github.adtauth;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.metrics.AuthMetrics;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.TokenDefect;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/** A local Azure that registers every secret with the canary, and runs every flow. */
final class LeakTestEnvironment implements AutoCloseable {
  static final TokenRequest TWINS = TokenRequest.of(Cloud.DIGITAL_TWINS_SCOPE);
  static final String LOGIN = "login.microsoftonline.com";
  static final String WRONG_SECRET = "wR0.Q~wrong-Canary_4LaTgYb2LJ0rQTNnZ_Qn.";
  private static final Set<String> GRANTING =
      Set.of(LOGIN, "169.254.169.254", "127.0.0.1", "localhost");
  private static final Set<String> SECRET_NAMES =
      Set.of(
          "client_secret",
          "client_assertion",
          "assertion",
          "access_token",
          "refresh_token",
          "id_token",
          "code",
          "code_verifier",
          "device_code");

  /** The timeout of the clients that are created later; short for servers that stall. */
  Duration timeout = Duration.ofMinutes(1);

  final Canary canary = new Canary();
  final Set<String> heard = ConcurrentHashMap.newKeySet();
  final ManualTime time = new ManualTime();
  final LocalAzure azure = LocalAzure.builder().clock(time.clock()).start();
  final FakeEntra entra = azure.entra();
  final FakeBrowser browser = azure.browser().withUser(entra.alice());
  // as long as the secrets of Entra ID
  final Registration daemon =
      withSecret(entra.daemon(), "d4E8Q~daemon-Canary_5LaTgYb2LJ0rQTNnZ_Qm");
  final Registration webApi =
      withSecret(entra.webApi(), "w4E8Q~webapi-Canary_6MbUhZc3MK1sRUOoA_Rn");
  final OkHttpClient http =
      azure.httpClient().newBuilder().addNetworkInterceptor(new Marker()).build();
  final DigitalTwinsConfig config = config(entra.nativeApp()).build();
  final DigitalTwins instance =
      DigitalTwins.builder(config)
          .httpClient(http)
          .timing(TestTiming.of(time))
          .listener(listener())
          .build();

  LeakTestEnvironment() {
    entra.deviceCodeInterval(300);
    azure
        .twins()
        .addModels(
            "[{\"@id\":\"dtmi:example:Room;1\",\"@type\":\"Interface\","
                + "\"@context\":\"dtmi:dtdl:context;2\",\"contents\":[]}]");
    azure.twins().putTwin("room", "{\"$metadata\":{\"$model\":\"dtmi:example:Room;1\"}}");
    canary.mark("wrong secret", WRONG_SECRET);
  }

  private Registration withSecret(Registration registration, String secret) {
    canary.mark("secret of " + registration, secret);
    return entra.register(registration.toBuilder().noSecrets().secret(secret).build());
  }

  DigitalTwinsConfig.Builder config(Registration registration) {
    return DigitalTwinsConfig.builder()
        .clientId(registration.clientId())
        .tenant(entra.tenantId())
        .endpoint(azure.endpoint())
        .tokenTimeout(timeout)
        .callTimeout(timeout);
  }

  SignIn signIn(Registration registration) {
    return SignIn.with(config(registration).build())
        .tokenHttpClient(http)
        .timing(TestTiming.of(time))
        .listener(listener());
  }

  TokenProvider service(String secret) {
    return signIn(daemon).service(ClientCredential.secret(secret));
  }

  TokenProvider service() {
    return service(daemon.secret());
  }

  OnBehalfOf onBehalfOf() {
    return signIn(webApi).onBehalfOf(ClientCredential.secret(webApi.secret()));
  }

  OnBehalfOf onBehalfOf(TokenStore store) {
    return signIn(webApi).store(store).onBehalfOf(ClientCredential.secret(webApi.secret()));
  }

  /** Returns a store that reports its content to the canary. */
  TokenStore recording(TokenStore store) {
    return (TokenStore)
        Proxy.newProxyInstance(
            TokenStore.class.getClassLoader(),
            new Class<?>[] {TokenStore.class},
            (proxy, method, arguments) -> {
              for (Object argument : arguments) {
                canary.collect(
                    "store, " + method.getName(),
                    argument instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : String.valueOf(argument));
              }
              return method.invoke(store, arguments);
            });
  }

  /** Returns a registered assertion. */
  String assertion(TokenDefect... defects) {
    String assertion = entra.assertionFor(entra.alice(), webApi, defects);
    canary.mark("assertion", assertion);
    return assertion;
  }

  UserSignIn withBrowser() {
    return signIn(entra.nativeApp())
        .browser(
            url -> {
              canary.collect("authorization URL", url.toString());
              String location = browser.visit(url).location();
              HttpUrl back = location == null ? null : HttpUrl.parse(location);
              String code = back == null ? null : back.queryParameter("code");
              if (code != null) {
                canary.mark("authorization code", code);
              }
            });
  }

  UserSignIn withDevice() {
    return signIn(entra.nativeApp())
        .deviceCode(
            prompt -> {
              canary.collect("device prompt", prompt.toString());
              entra.approveDeviceCode(prompt.userCode(), entra.bob());
            });
  }

  /** Runs a flow and reports its result or exception to the canary. */
  void attempt(String name, Step step) {
    try {
      Object result = step.run();
      if (result != null) {
        canary.collect(name, result.toString());
        canary.collectObject(name, result);
      }
    } catch (IOException | RuntimeException e) {
      canary.collect("exception of " + name, e);
      Challenge challenge = Challenge.forFailure(e);
      canary.collect("challenge of " + name, challenge + " " + challenge.headers());
      canary.collectObject("challenge of " + name, challenge);
    }
  }

  /** Returns the places where secrets were found, including requested URLs. */
  Set<String> leaks() {
    for (LoggedRequest request : azure.requests()) {
      canary.collect("URL at " + request.host(), request.path() + "?" + request.query());
    }
    return canary.leaks();
  }

  @Override
  public void close() {
    instance.close();
    azure.close();
    canary.close();
  }

  /** A flow that may fail. */
  @FunctionalInterface
  interface Step {
    Object run() throws IOException;
  }

  /** Registers the secrets of requests and responses. */
  private final class Marker implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      String authorization = chain.request().header("Authorization");
      if (authorization != null) {
        canary.mark("sent token", authorization.substring(authorization.indexOf(' ') + 1));
      }
      String header = chain.request().header("X-IDENTITY-HEADER");
      if (header != null) {
        canary.mark("header of the process", header);
      }
      RequestBody body = chain.request().body();
      if (body != null && chain.request().url().host().equals(LOGIN)) {
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        HttpUrl form = HttpUrl.get("https://x.example/?" + buffer.readUtf8());
        SECRET_NAMES.forEach(
            name -> {
              List<String> values = form.queryParameterValues(name);
              values.forEach(value -> canary.mark("sent " + name, value));
            });
      }
      Response response = chain.proceed(chain.request());
      if (response.isSuccessful() && GRANTING.contains(chain.request().url().host())) {
        markResponse(response);
      }
      return response;
    }

    private void markResponse(Response response) {
      try {
        JsonElement json = JsonParser.parseString(response.peekBody(1 << 16).string());
        if (json instanceof JsonObject object) {
          SECRET_NAMES.stream()
              .filter(object::has)
              .forEach(name -> canary.mark("got " + name, object.get(name).getAsString()));
        }
      } catch (IOException | JsonParseException | IllegalStateException e) {
        // The response contains no token.
      }
    }
  }

  /** Returns a listener that reports every event to the canary and the meters. */
  private AuthListener listener() {
    AuthListener metrics = AuthMetrics.create(canary.meters);
    return (AuthListener)
        Proxy.newProxyInstance(
            AuthListener.class.getClassLoader(),
            new Class<?>[] {AuthListener.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() != AuthListener.class) {
                return method.invoke(metrics, arguments); // such as toString
              }
              heard.add(method.getName());
              for (Object argument : arguments) {
                if (argument instanceof Throwable failure) {
                  canary.collect("event " + method.getName(), failure);
                } else {
                  canary.collect("event " + method.getName(), String.valueOf(argument));
                }
              }
              return method.invoke(metrics, arguments);
            });
  }
}
