package io.github.adtauth.samples;

import java.util.ArrayList;
import java.util.List;

/** As what an application is registered, and the variables it takes from the environment. */
enum Role {
  /** Public client: users sign in. */
  NATIVE_APP(true),
  /** The same, whose users have files imported. */
  IMPORTER(true, "ADT_SAMPLE_INPUT_BLOB", "ADT_SAMPLE_OUTPUT_BLOB"),
  /** Confidential client: signs in by itself. */
  SERVICE(true, "AZURE_CLIENT_SECRET"),
  /** The same, with a certificate. */
  SERVICE_WITH_CERTIFICATE(true, "AZURE_CLIENT_CERTIFICATE_PATH"),
  /** The same, in a pod that workload identity is switched on for. */
  SERVICE_IN_KUBERNETES(true, "AZURE_FEDERATED_TOKEN_FILE"),
  /** Has an identity of the machine, and no registration. */
  SERVICE_IN_AZURE(false),
  /** Registers the others, with the Azure CLI's sign-in. */
  ADMINISTRATOR(false),
  /** Any of them, to be examined: what is missing is found. */
  SETUP(false),
  /** The same, of a confidential client that signs in by itself. */
  SETUP_OF_SERVICE(false),
  /** The same, of a web API. */
  SETUP_OF_WEB_API(false),
  /** Confidential client that acts for the users of its own API. */
  WEB_API(true, "AZURE_CLIENT_SECRET", "ADT_SAMPLE_USER_TOKEN");

  private final boolean registered;
  private final List<String> more;

  Role(boolean registered, String... more) {
    this.registered = registered;
    this.more = List.of(more);
  }

  /** Which one the arguments ask to be examined. */
  static Role ofSetup(String... arguments) {
    List<String> asked = List.of(arguments);
    return asked.contains("--web-api")
        ? SETUP_OF_WEB_API
        : asked.contains("--service") ? SETUP_OF_SERVICE : SETUP;
  }

  List<String> variables() {
    List<String> all = new ArrayList<>();
    if (registered) {
      all.addAll(List.of("AZURE_CLIENT_ID", "AZURE_TENANT_ID"));
    }
    all.add("ADT_ENDPOINT");
    all.addAll(more);
    return List.copyOf(all);
  }
}
