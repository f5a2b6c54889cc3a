/** Limits and the entry format that this library adds to every token store. Not exported. */
@NullMarked
package io.github.adtauth.internal.store;

import org.jspecify.annotations.NullMarked;
