/** OkHttp that carries a token, only towards its resource: guard, bearer, challenge, retry. */
@NullMarked
package io.github.adtauth.http;

import org.jspecify.annotations.NullMarked;
