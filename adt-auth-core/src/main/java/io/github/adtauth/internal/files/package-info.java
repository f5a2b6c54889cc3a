/** Reading files that credentials, keys and settings come from. Internal: no API. */
@NullMarked
package io.github.adtauth.internal.files;

import org.jspecify.annotations.NullMarked;
