/**
 * A strict fake of Microsoft Entra ID, with its tenants, users and app registrations, and the
 * managed identity endpoints of Azure.
 */
@NullMarked
package io.github.adtauth.testkit.entra;

import org.jspecify.annotations.NullMarked;
