package io.github.adtauth.registration;

import io.github.adtauth.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of carrying changes out, so far. Not thread-safe. */
final class Outcome {
  private final Set<String> principals = new HashSet<>();
  private final List<String> leftToDo = new ArrayList<>();
  private @Nullable String clientId;
  private @Nullable Secret secret;
  private @Nullable Path certificate;

  void madeApplication(String newClientId) {
    clientId = newClientId;
  }

  void madePrincipal(String appId) {
    principals.add(appId);
  }

  void madeSecret(String value) {
    secret = Secret.of(value);
  }

  void registered(Path pem) {
    certificate = pem;
  }

  /** Leaves something to somebody with more rights. */
  void leave(String line) {
    leftToDo.add(line);
  }

  Optional<String> clientId() {
    return Optional.ofNullable(clientId);
  }

  @Nullable Secret secret() {
    return secret;
  }

  @Nullable Path certificate() {
    return certificate;
  }

  List<String> leftToDo() {
    return leftToDo;
  }

  /** Tells whether there is something new, which the directory may not know everywhere yet. */
  boolean madeSomething() {
    return clientId != null || !principals.isEmpty();
  }

  /** Tells whether what was made is to be seen. */
  boolean isSettled(Found found, String resourceAppId) {
    return !madeSomething()
        || (found.application() != null
            && (found.servicePrincipal() != null || !principals.contains(found.clientId()))
            && (found.resource() != null || !principals.contains(resourceAppId)));
  }
}
