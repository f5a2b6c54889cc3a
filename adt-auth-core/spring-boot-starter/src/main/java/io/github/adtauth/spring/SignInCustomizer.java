package io.github.adtauth.spring;

import io.github.adtauth.signin.SignIn;

/**
 * Changes options of the auto-configured {@link SignIn} that have no property. Declare beans of
 * this type; they are called in their order. Must be thread-safe.
 */
@FunctionalInterface
public interface SignInCustomizer {
  /** Returns a copy with the changed options. */
  SignIn customize(SignIn signIn);
}
