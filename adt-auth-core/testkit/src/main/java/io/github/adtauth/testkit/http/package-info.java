/**
 * What all services of the local Azure have in common: the requests that they received, scripted
 * responses and faults, and the interface for services of your own.
 */
@NullMarked
package io.github.adtauth.testkit.http;

import org.jspecify.annotations.NullMarked;
