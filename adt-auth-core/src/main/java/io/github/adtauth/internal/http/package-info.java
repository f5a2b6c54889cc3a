/** Parts of the HTTP chain that several packages share. */
@NullMarked
package io.github.adtauth.internal.http;

import org.jspecify.annotations.NullMarked;
