/** Limits for log lines. */
@NullMarked
package io.github.adtauth.internal.log;

import org.jspecify.annotations.NullMarked;
