/** One small class per task. Without Azure they run against an embedded stand-in. */
@NullMarked
package io.github.adtauth.samples;

import org.jspecify.annotations.NullMarked;
