/** What an HTTP call knows beyond its request. Not exported: for this library only. */
@NullMarked
package io.github.adtauth.internal.http;

import org.jspecify.annotations.NullMarked;
