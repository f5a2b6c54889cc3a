/** The Digital Twins REST API, typed. */
@NullMarked
package io.github.adtauth.twins;

import org.jspecify.annotations.NullMarked;
