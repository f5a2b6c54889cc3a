/** Differences between operating systems. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.os;

import org.jspecify.annotations.NullMarked;
