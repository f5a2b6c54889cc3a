/** OkHttp clients that send access tokens to the host of their resource only. */
@NullMarked
package io.github.adtauth.http;

import org.jspecify.annotations.NullMarked;
