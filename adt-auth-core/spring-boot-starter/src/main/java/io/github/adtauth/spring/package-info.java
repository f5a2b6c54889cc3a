/**
 * Auto-configuration for Spring Boot: a web API whose users call Azure Digital Twins as themselves.
 *
 * <p>Set {@code adt-auth.client-id}, {@code adt-auth.tenant}, {@code adt-auth.endpoint} and a
 * credential such as {@code adt-auth.credential.secret}. Controllers then declare a parameter of
 * the type {@link io.github.adtauth.twins.DigitalTwinsClient}. Each bean is replaced by a bean of
 * the application of the same type.
 */
@NullMarked
package io.github.adtauth.spring;

import org.jspecify.annotations.NullMarked;
