/** The front door: what the user states, what can go wrong, and who is told of it. */
@NullMarked
package io.github.adtauth;

import org.jspecify.annotations.NullMarked;
