package io.github.adtauth.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Selects the {@link io.github.adtauth.twins.DigitalTwinsClient} that calls as the application
 * itself instead of a user, for jobs. An injection point without this annotation never gets it.
 *
 * <pre>{@code
 * NightlyReport(@ApplicationClient DigitalTwinsClient twins) { … }
 * }</pre>
 */
@Qualifier @Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ApplicationClient {}
