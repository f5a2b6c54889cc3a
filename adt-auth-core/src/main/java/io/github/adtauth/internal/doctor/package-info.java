/** Checks of the doctor. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.doctor;

import org.jspecify.annotations.NullMarked;
