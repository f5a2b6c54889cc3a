/** The ways to get a token. The only room that knows MSAL4J; none of its types leaves. */
@NullMarked
package io.github.adtauth.signin;

import org.jspecify.annotations.NullMarked;
