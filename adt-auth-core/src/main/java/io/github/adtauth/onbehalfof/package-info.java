/** On-behalf-of flow: tokens, sessions and challenges for web APIs. */
@NullMarked
package io.github.adtauth.onbehalfof;

import org.jspecify.annotations.NullMarked;
