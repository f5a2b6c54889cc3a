/** Access tokens, token requests and token providers. */
@NullMarked
package io.github.adtauth.token;

import org.jspecify.annotations.NullMarked;
