/**
 * A local Azure for tests: a strict fake of Entra ID, a Digital Twins emulator, Microsoft Graph and
 * Azure Resource Manager over the same directory, and a client that reaches them under their real
 * host names. For tests and samples only.
 *
 * <p>{@link io.github.adtauth.testkit.LocalAzure} starts all of them. Most tests need only this
 * package. The packages {@code entra}, {@code twins}, {@code graph} and {@code arm} contain one
 * service each, and {@code http} what they have in common.
 */
@NullMarked
package io.github.adtauth.testkit;

import org.jspecify.annotations.NullMarked;
