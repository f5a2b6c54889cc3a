/**
 * Tests of an application against a local Entra ID and Digital Twins. Requires the test kit, {@code
 * adt-auth-testkit}, with the scope {@code test}.
 */
@NullMarked
package io.github.adtauth.spring.test;

import org.jspecify.annotations.NullMarked;
