/** Managed identities and the Azure CLI. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.identity;

import org.jspecify.annotations.NullMarked;
