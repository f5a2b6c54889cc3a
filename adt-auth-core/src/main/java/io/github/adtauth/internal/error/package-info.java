/** Access to the details of exceptions, and links to portal pages. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.error;

import org.jspecify.annotations.NullMarked;
