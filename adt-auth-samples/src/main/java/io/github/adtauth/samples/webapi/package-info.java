/** A web API with Spring Boot whose users reach Digital Twins through it, as themselves. */
@NullMarked
package io.github.adtauth.samples.webapi;

import org.jspecify.annotations.NullMarked;
