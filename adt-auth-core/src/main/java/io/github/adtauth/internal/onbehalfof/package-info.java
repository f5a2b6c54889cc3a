/** Implementation of the on-behalf-of flow: inbound tokens, sessions and sign-out. Not exported. */
@NullMarked
package io.github.adtauth.internal.onbehalfof;

import org.jspecify.annotations.NullMarked;
