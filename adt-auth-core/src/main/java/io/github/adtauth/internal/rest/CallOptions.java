package io.github.adtauth.internal.rest;

import io.github.adtauth.twins.CallOption;
import java.util.Objects;

/** Helpers for the options of a call. Stateless. */
public final class CallOptions {
  private CallOptions() {}

  /** Returns a copy of the options, none of which may be null. */
  public static CallOption[] copyOf(CallOption... options) {
    CallOption[] copy = Objects.requireNonNull(options, "options").clone();
    for (CallOption option : copy) {
      Objects.requireNonNull(option, "option");
    }
    return copy;
  }

  /** Returns whether the options include one of this kind. */
  public static boolean contains(CallOption.Kind kind, CallOption... options) {
    for (CallOption option : options) {
      if (option.kind() == kind) {
        return true;
      }
    }
    return false;
  }
}
