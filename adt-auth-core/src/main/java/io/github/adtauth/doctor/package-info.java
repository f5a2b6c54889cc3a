/**
 * The doctor: examines settings, registration and instance from the outside in, and says of each
 * thing that is wrong which step mends it. Begin with {@link io.github.adtauth.doctor.Doctor}.
 */
@NullMarked
package io.github.adtauth.doctor;

import org.jspecify.annotations.NullMarked;
