/**
 * Fakes of Microsoft Graph and Azure Resource Manager, as far as app registrations need them. They
 * share their directory with {@link io.github.adtauth.testkit.FakeEntra}. For tests and samples
 * only.
 */
@NullMarked
package io.github.adtauth.testkit.graph;

import org.jspecify.annotations.NullMarked;
