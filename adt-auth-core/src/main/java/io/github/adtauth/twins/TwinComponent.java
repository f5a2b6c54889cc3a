package io.github.adtauth.twins;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a twin, either on its class or on the field that holds it:
 *
 * <pre>{@code
 * @TwinComponent
 * record Thermostat(double setPoint) {}
 *
 * @TwinModel("dtmi:example:Room;1")
 * record Room(double temperature, Thermostat thermostat) {}
 * }</pre>
 *
 * <p>The service requires a {@code $metadata} object in each component, and each component of the
 * model in each put of a twin. When a twin is written, a component thus carries an empty {@code
 * $metadata} unless it already has one, and a component that is null or an empty {@code Optional}
 * is written as a component without properties. An object property of the model must not be marked.
 *
 * <p>The annotation on a class or interface also applies to its subtypes. The annotation on a field
 * has no effect if a custom Gson adapter writes the class that declares it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface TwinComponent {}
