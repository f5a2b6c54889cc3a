/** Bounds on what untrusted JSON becomes in memory. Not exported: for this library only. */
@NullMarked
package io.github.adtauth.internal.json;

import org.jspecify.annotations.NullMarked;
