/** A REST call: operation, transport, response and errors. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.rest;

import org.jspecify.annotations.NullMarked;
