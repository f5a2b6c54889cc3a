package io.github.adtauth.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a fresh {@link LocalAzure} to each test that has a parameter of that type, and closes it
 * after the test. A constructor's or a {@code @BeforeAll} method's lasts as long as the test class.
 * Thread-safe.
 */
public final class LocalAzureExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalAzureExtension.class);

  /** For {@code @ExtendWith(LocalAzureExtension.class)}. */
  public LocalAzureExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalAzure.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(LocalAzure.class, type -> LocalAzure.start(), LocalAzure.class);
  }
}
