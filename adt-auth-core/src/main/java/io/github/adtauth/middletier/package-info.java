/**
 * What a web API says to its caller when a call on behalf of the user fails, and how it is read.
 */
@NullMarked
package io.github.adtauth.middletier;

import org.jspecify.annotations.NullMarked;
