/** Bulk writes of twins, relationships and models. */
@NullMarked
package io.github.adtauth.twins.bulk;

import org.jspecify.annotations.NullMarked;
