/** Implementation of the credentials of confidential clients. */
@NullMarked
package io.github.adtauth.internal.credential;

import org.jspecify.annotations.NullMarked;
