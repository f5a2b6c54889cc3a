/**
 * Strict, bounded parsing of untrusted JSON, and Gson adapters for JDK types. Not part of the API.
 */
@NullMarked
package io.github.adtauth.internal.json;

import org.jspecify.annotations.NullMarked;
