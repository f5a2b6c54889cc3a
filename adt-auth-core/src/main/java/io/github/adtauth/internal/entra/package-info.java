/** Token endpoint of Microsoft Entra ID, its responses and errors. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.entra;

import org.jspecify.annotations.NullMarked;
