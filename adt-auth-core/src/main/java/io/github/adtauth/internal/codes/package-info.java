/** What the AADSTS codes of Entra ID mean; not exported. */
@NullMarked
package io.github.adtauth.internal.codes;

import org.jspecify.annotations.NullMarked;
