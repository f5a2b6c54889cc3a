/**
 * The app registration as code: what an application needs in Microsoft Entra ID and on the Digital
 * Twins instance, planned, shown and carried out over Microsoft Graph and Azure Resource Manager.
 */
@NullMarked
package io.github.adtauth.registration;

import org.jspecify.annotations.NullMarked;
