/** An encrypted store in Redis. Requires Jedis, an optional dependency. */
@NullMarked
package io.github.adtauth.store.redis;

import org.jspecify.annotations.NullMarked;
