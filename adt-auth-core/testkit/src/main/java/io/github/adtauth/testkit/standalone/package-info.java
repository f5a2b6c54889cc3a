/** The local Azure as a process, for applications in any language. */
@NullMarked
package io.github.adtauth.testkit.standalone;

import org.jspecify.annotations.NullMarked;
