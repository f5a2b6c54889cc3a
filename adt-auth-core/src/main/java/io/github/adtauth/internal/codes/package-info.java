/** The meanings of the AADSTS codes of Entra ID. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.codes;

import org.jspecify.annotations.NullMarked;
