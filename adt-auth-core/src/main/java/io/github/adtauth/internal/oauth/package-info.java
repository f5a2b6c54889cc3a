/** OAuth 2.0 messages: challenges and the claims parameter. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.oauth;

import org.jspecify.annotations.NullMarked;
