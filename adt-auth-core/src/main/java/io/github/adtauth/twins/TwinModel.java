package io.github.adtauth.twins;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the model of an application class: {@code @TwinModel("dtmi:example:Room;1") record
 * Room(double temperature) {}}. A put then sends the {@code $metadata} that the service requires,
 * unless the JSON of the object already has {@code $metadata}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TwinModel {
  /** Returns the id of the model, a DTMI such as {@code dtmi:example:Room;1}. */
  String value();
}
