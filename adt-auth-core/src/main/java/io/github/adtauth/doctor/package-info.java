/**
 * Checks of settings, app registration and instance that name the registration step that fixes each
 * problem. Start with {@link io.github.adtauth.doctor.Doctor}.
 */
@NullMarked
package io.github.adtauth.doctor;

import org.jspecify.annotations.NullMarked;
