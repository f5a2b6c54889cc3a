/** The hosts of Entra ID, and the meanings of its AADSTS codes. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.codes;

import org.jspecify.annotations.NullMarked;
