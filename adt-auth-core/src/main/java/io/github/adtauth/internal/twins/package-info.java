/** Operations of Azure Digital Twins: JSON, paging, jobs. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.twins;

import org.jspecify.annotations.NullMarked;
