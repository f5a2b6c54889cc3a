/**
 * Bounds on what untrusted JSON becomes in memory, and Gson adapters for types of the JDK. Not
 * exported: for this library only.
 */
@NullMarked
package io.github.adtauth.internal.json;

import org.jspecify.annotations.NullMarked;
