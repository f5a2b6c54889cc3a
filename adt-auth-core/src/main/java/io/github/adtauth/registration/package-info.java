/**
 * App registration as code. Plans and applies everything that an application needs in Microsoft
 * Entra ID and on the Digital Twins instance, with Microsoft Graph and Azure Resource Manager.
 * Start with {@link io.github.adtauth.registration.AppRegistration}.
 */
@NullMarked
package io.github.adtauth.registration;

import org.jspecify.annotations.NullMarked;
