package io.github.adtauth.internal.registration;

import io.github.adtauth.Secret;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of carrying changes out, so far. Not thread-safe. */
public final class ApplyResult {
  private final Set<String> leftToDo = new LinkedHashSet<>();
  private @Nullable String clientId;
  private @Nullable Secret secret;
  private @Nullable Path certificate;
  private @Nullable String replacedKey;
  private boolean written;
  private boolean created;

  /** Records the application, and whether this run created it or found that it existed. */
  void application(String newClientId, boolean isCreated) {
    clientId = newClientId;
    created = isCreated;
  }

  boolean isCreated() {
    return created;
  }

  public void madeSecret(String value) {
    secret = Secret.of(value);
  }

  void registered(Path pem) {
    certificate = pem;
  }

  /** Records that an expired entry was replaced. */
  void replacedKey(String keyId) {
    replacedKey = keyId;
  }

  @Nullable String replacedKey() {
    return replacedKey;
  }

  /**
   * Records that this run has written something, which the directory may not yet show everywhere.
   */
  void wrote() {
    written = true;
  }

  boolean hasWritten() {
    return written;
  }

  /** Leaves something to somebody with more rights. */
  void leave(String line) {
    leftToDo.add(line);
  }

  Optional<String> clientId() {
    return Optional.ofNullable(clientId);
  }

  public @Nullable Secret secret() {
    return secret;
  }

  public @Nullable Path certificate() {
    return certificate;
  }

  public List<String> leftToDo() {
    return List.copyOf(leftToDo);
  }
}
