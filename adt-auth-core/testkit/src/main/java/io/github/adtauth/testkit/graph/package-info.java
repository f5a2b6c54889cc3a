/**
 * A fake of Microsoft Graph, as far as app registrations need it. It shares its directory with
 * {@link io.github.adtauth.testkit.entra.FakeEntra}.
 */
@NullMarked
package io.github.adtauth.testkit.graph;

import org.jspecify.annotations.NullMarked;
