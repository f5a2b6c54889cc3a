/** The hosts of Microsoft Entra ID. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.authority;

import org.jspecify.annotations.NullMarked;
