/**
 * Identities that the machine has and no application registration: managed identities of Azure, and
 * the developer who signed in to the Azure CLI.
 */
@NullMarked
package io.github.adtauth.identity;

import org.jspecify.annotations.NullMarked;
