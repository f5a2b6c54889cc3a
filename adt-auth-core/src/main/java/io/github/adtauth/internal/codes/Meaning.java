package io.github.adtauth.internal.codes;

import org.jspecify.annotations.Nullable;

/**
 * The meaning of a code and what to do about it. Immutable.
 *
 * @param kind the kind of error
 * @param step the name of the registration step to check, or null if none is concerned
 * @param hint what to do, in one sentence
 */
public record Meaning(CodeKind kind, @Nullable String step, String hint) {}
