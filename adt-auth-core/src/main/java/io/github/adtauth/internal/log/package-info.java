/** Log lines that do not flood a log. */
@NullMarked
package io.github.adtauth.internal.log;

import org.jspecify.annotations.NullMarked;
