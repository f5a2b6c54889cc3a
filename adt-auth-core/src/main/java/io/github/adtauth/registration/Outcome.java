package io.github.adtauth.registration;

import io.github.adtauth.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of carrying changes out, so far. Not thread-safe. */
final class Outcome {
  @Nullable String clientId;
  @Nullable Secret secret;
  @Nullable Path certificate;
  final List<String> byHand = new ArrayList<>();

  /** Whether something was made that the directory may not show everywhere yet. */
  boolean made;
}
