/** Servers, proxies, JSON and other implementation details. They may change in any version. */
@NullMarked
package io.github.adtauth.testkit.internal;

import org.jspecify.annotations.NullMarked;
