package io.github.adtauth.twins;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a twin, either at its class or at the field that holds it:
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
 * $metadata} unless it has one of its own, and a component that is null or an empty {@code
 * Optional} is written as a component without properties. An object property of the model must not
 * be marked.
 *
 * <p>The mark of a class or interface holds for its subtypes too. A mark at a field has no effect
 * if a custom Gson adapter writes the class that declares it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface TwinComponent {}
