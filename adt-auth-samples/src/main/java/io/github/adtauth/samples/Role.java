package io.github.adtauth.samples;

import java.util.ArrayList;
import java.util.List;

/** As what an application is registered, and the variables it takes from the environment. */
enum Role {
  /** Public client: users sign in. */
  NATIVE_APP(List.of()),
  /** Confidential client: signs in by itself. */
  SERVICE(List.of("AZURE_CLIENT_SECRET")),
  /** Confidential client that acts for the users of its own API. */
  WEB_API(List.of("AZURE_CLIENT_SECRET", "ADT_SAMPLE_USER_TOKEN"));

  private final List<String> more;

  Role(List<String> more) {
    this.more = more;
  }

  List<String> variables() {
    List<String> all =
        new ArrayList<>(List.of("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "ADT_ENDPOINT"));
    all.addAll(more);
    return List.copyOf(all);
  }
}
