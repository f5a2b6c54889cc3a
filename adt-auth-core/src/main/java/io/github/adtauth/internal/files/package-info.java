/** Safe reading of credential, key and settings files. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.files;

import org.jspecify.annotations.NullMarked;
