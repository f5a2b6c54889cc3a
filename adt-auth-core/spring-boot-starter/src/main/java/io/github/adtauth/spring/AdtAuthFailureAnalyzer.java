package io.github.adtauth.spring;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;

/**
 * Describes an invalid property in one sentence. Unlike the analyzers of Spring Boot, it does not
 * quote the value, which may be a secret under the wrong name. Thread-safe.
 */
final class AdtAuthFailureAnalyzer implements FailureAnalyzer, Ordered {
  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("adt-auth");
  private static final int MAX_CAUSES = 50;

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof InvalidPropertyException invalid) {
        return new FailureAnalysis(invalid.problem(), invalid.action(), failure);
      } else if (cause instanceof BindException bind
          && (PREFIX.equals(bind.getName()) || PREFIX.isAncestorOf(bind.getName()))) {
        return analyze(innermost(bind), failure);
      }
    }
    return null;
  }

  /** Returns the failure of the property itself: Spring wraps it in that of its parents. */
  private static BindException innermost(BindException failure) {
    BindException innermost = failure;
    Throwable cause = failure.getCause();
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        innermost = bind;
      }
    }
    return innermost;
  }

  private static FailureAnalysis analyze(BindException bind, Throwable cause) {
    Class<?> type = bind.getTarget().getType().resolve(Object.class);
    var property = bind.getProperty();
    String name = property == null ? bind.getName().toString() : property.getName().toString();
    String origin =
        property == null || property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    return new FailureAnalysis(
        "The property " + name + origin + " is invalid.", expected(type), cause);
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(value -> value.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "Set it to one of ", "."));
    }
    return type.isRecord()
        ? "Set one of the properties below it."
        : "Set it to a value of the type " + type.getSimpleName() + ".";
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
