/** Sign-in of users, services and machines. */
@NullMarked
package io.github.adtauth.signin;

import org.jspecify.annotations.NullMarked;
