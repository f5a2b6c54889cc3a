/** Token cache: entries, requests in flight, back-off, circuit breaker. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.cache;

import org.jspecify.annotations.NullMarked;
