/** What stands between this library and a store. Not exported: for this library only. */
@NullMarked
package io.github.adtauth.internal.store;

import org.jspecify.annotations.NullMarked;
