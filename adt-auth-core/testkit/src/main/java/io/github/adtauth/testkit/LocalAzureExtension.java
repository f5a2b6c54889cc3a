package io.github.adtauth.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit extension that resolves parameters of type {@link LocalAzure}. It starts a new instance
 * for each test and closes it after the test. An instance of a constructor or {@code @BeforeAll}
 * parameter is closed after the test class. Thread-safe.
 */
@SuppressWarnings("exports") // Modules that use it require JUnit anyway.
public final class LocalAzureExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalAzureExtension.class);

  /** Creates the extension for {@code @ExtendWith(LocalAzureExtension.class)}. */
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
