package io.github.adtauth.live;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.signin.DeviceCodePrompt;
import io.github.adtauth.signin.SignIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;

/**
 * Where the live checks run: settings as in the environment of azure-identity, and how to get
 * there.
 *
 * @param variables the environment; nothing else is read
 * @param http the client of all calls
 * @param prompt shows a user what to do for the device code
 */
record LiveTarget(
    Map<String, String> variables, OkHttpClient http, Consumer<DeviceCodePrompt> prompt) {
  static final String NATIVE_CLIENT_ID = "ADT_LIVE_NATIVE_CLIENT_ID";
  static final String AUTH_CONTEXT = "ADT_LIVE_AUTH_CONTEXT";
  static final String EVENT_ENDPOINT = "ADT_LIVE_EVENT_ENDPOINT";
  static final String INPUT_BLOB = "ADT_LIVE_INPUT_BLOB";
  static final String OUTPUT_BLOB = "ADT_LIVE_OUTPUT_BLOB";
  static final String DELETE_EVERYTHING = "ADT_LIVE_DELETE_EVERYTHING";

  private static final List<String> REQUIRED =
      List.of("ADT_ENDPOINT", "AZURE_TENANT_ID", "AZURE_CLIENT_ID");
  private static final List<String> CREDENTIALS =
      List.of("AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE");

  /** Returns the required variables that the environment lacks. */
  static List<String> missing(Map<String, String> variables) {
    List<String> missing = new ArrayList<>();
    REQUIRED.stream().filter(name -> isBlank(variables, name)).forEach(missing::add);
    if (CREDENTIALS.stream().allMatch(name -> isBlank(variables, name))) {
      missing.add(String.join(" or ", CREDENTIALS));
    }
    return missing;
  }

  private static boolean isBlank(Map<String, String> variables, String name) {
    return variables.getOrDefault(name, "").isBlank();
  }

  Optional<String> variable(String name) {
    return Stream.ofNullable(variables.get(name)).filter(value -> !value.isBlank()).findFirst();
  }

  /** Returns the settings of the application under test: a web API that also calls as itself. */
  DigitalTwinsConfig config() {
    return DigitalTwinsConfig.builder().environment(variables).build();
  }

  /** Returns the settings of the native application that signs a user in. */
  DigitalTwinsConfig nativeConfig(String clientId) {
    return DigitalTwinsConfig.builder().environment(variables).clientId(clientId).build();
  }

  SignIn signIn(DigitalTwinsConfig config) {
    return SignIn.with(config).httpClient(http).environment(variables);
  }
}
