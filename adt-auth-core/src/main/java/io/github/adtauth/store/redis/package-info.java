/** Stored tokens in Redis, always sealed. */
@NullMarked
package io.github.adtauth.store.redis;

import org.jspecify.annotations.NullMarked;
