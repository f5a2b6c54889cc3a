/** Text from elsewhere, made fit for messages, logs and reports; not exported. */
@NullMarked
package io.github.adtauth.internal.text;

import org.jspecify.annotations.NullMarked;
