/** Sign-in of users: browser, device code and stored accounts. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.signin;

import org.jspecify.annotations.NullMarked;
