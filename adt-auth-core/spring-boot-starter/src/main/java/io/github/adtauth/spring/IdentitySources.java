package io.github.adtauth.spring;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** Selects the source of the application's identity. Stateless. */
final class IdentitySources {
  private IdentitySources() {}

  /**
   * Returns the only complete source: {@code adt-auth.*}, the variables {@code AZURE_*} or {@code
   * spring.cloud.azure.*}.
   *
   * @throws InvalidPropertyException if no source is complete, several are, or {@code adt-auth.*}
   *     is incomplete
   */
  static IdentitySource select(AdtAuthProperties properties, Environment environment) {
    IdentitySource own = IdentitySource.of(properties);
    IdentitySource variables = IdentitySource.ofVariables(environment);
    Boolean useVariables = properties.credential().environment();
    if (Boolean.TRUE.equals(useVariables)) {
      return variables(own, variables);
    }
    Stream<IdentitySource> others =
        useVariables == null
            ? Stream.of(variables, IdentitySource.ofSpringCloudAzure(environment))
            : Stream.of(IdentitySource.ofSpringCloudAzure(environment));
    List<IdentitySource> complete =
        Stream.concat(Stream.of(own), others).filter(IdentitySource::isComplete).toList();
    if (complete.size() > 1) {
      throw new InvalidPropertyException(
          "Two sources name an application: "
              + complete.stream()
                  .map(source -> source.names().clientId + " and " + source.names().secret())
                  .collect(Collectors.joining("; "))
              + ".",
          "Remove one of them, or set adt-auth.credential.environment to say whether the variables"
              + " AZURE_* apply.");
    }
    if (own.isStarted() && !own.isComplete()) {
      throw missing(own);
    }
    if (complete.isEmpty()) {
      throw missing(variables.isStarted() && useVariables == null ? variables : own);
    }
    return complete.get(0);
  }

  private static IdentitySource variables(IdentitySource own, IdentitySource variables) {
    if (own.isStarted()) {
      throw new InvalidPropertyException(
          "adt-auth.credential.environment is true, but adt-auth.* also names an application.",
          "Remove adt-auth.client-id, adt-auth.tenant and the other adt-auth.credential.*"
              + " properties, or adt-auth.credential.environment.");
    }
    if (!variables.isComplete()) {
      throw missing(variables);
    }
    return variables;
  }

  private static InvalidPropertyException missing(IdentitySource source) {
    List<String> names = source.missing();
    boolean all = !source.isStarted();
    String action =
        source.names() == IdentitySource.Names.ADT_AUTH
            ? "Set "
                + String.join(", ", names)
                + (names.contains(source.names().secret())
                    ? " (or another adt-auth.credential.* property)"
                    : "")
            : "Set " + String.join(", ", names);
    return new InvalidPropertyException(
        all
            ? "No source names the application."
            : String.join(", ", names)
                + (names.size() == 1 ? " is" : " are")
                + " missing; Client ID, Tenant and credential must come from one source.",
        action + ".");
  }
}
