/**
 * A local Azure for tests: a strict fake of Entra ID, a Digital Twins emulator, Microsoft Graph
 * over the same directory, and a client that reaches them under their real host names. For tests
 * and samples only.
 */
@NullMarked
package io.github.adtauth.testkit;

import org.jspecify.annotations.NullMarked;
