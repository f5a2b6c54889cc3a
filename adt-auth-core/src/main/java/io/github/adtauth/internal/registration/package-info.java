/**
 * Microsoft Graph and Azure Resource Manager, and the changes of a registration. Not part of the
 * API.
 */
@NullMarked
package io.github.adtauth.internal.registration;

import org.jspecify.annotations.NullMarked;
