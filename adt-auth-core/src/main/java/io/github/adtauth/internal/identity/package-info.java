/** How identities of the machine are selected and how its executables are found and run. */
@NullMarked
package io.github.adtauth.internal.identity;

import org.jspecify.annotations.NullMarked;
