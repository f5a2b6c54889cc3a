/** The client of the Digital Twins REST API: twins, relationships, models, queries and jobs. */
@NullMarked
package io.github.adtauth.twins;

import org.jspecify.annotations.NullMarked;
