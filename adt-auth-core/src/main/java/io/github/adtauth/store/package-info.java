/** Bytes under hashed keys with an expiry, sealed: memory, file. Knows nothing of tokens. */
@NullMarked
package io.github.adtauth.store;

import org.jspecify.annotations.NullMarked;
