/** Code shared by HTTP calls, their errors and the doctor. Not exported: for this library only. */
@NullMarked
package io.github.adtauth.internal.http;

import org.jspecify.annotations.NullMarked;
