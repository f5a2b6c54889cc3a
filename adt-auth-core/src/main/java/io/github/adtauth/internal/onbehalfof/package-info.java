/** On-behalf-of flow: inbound tokens, sessions and sign-outs. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.onbehalfof;

import org.jspecify.annotations.NullMarked;
