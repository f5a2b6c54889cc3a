/**
 * Microsoft Graph and the small part of Azure Resource Manager that an app registration needs, over
 * the directory that the fake Entra ID signs in from. For tests and samples only.
 */
@NullMarked
package io.github.adtauth.testkit.graph;

import org.jspecify.annotations.NullMarked;
