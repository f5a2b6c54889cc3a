/** Metrics through Micrometer, an optional dependency. Nothing depends on this leaf. */
@NullMarked
package io.github.adtauth.metrics;

import org.jspecify.annotations.NullMarked;
