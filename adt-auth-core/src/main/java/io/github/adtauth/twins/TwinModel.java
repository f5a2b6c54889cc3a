package io.github.adtauth.twins;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the model of an application class: {@code @TwinModel("dtmi:example:Room;1") record
 * Room(double temperature) {}}. A put of it then carries the {@code $metadata} that the service
 * asks for, unless the object has a {@code $metadata} of its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TwinModel {
  /** Returns the id of the model, a DTMI such as {@code dtmi:example:Room;1}. */
  String value();
}
