/** Metrics through Micrometer, an optional dependency. */
@NullMarked
package io.github.adtauth.metrics;

import org.jspecify.annotations.NullMarked;
