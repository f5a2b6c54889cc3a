/** Redaction of untrusted text for messages, logs and reports. Not part of the API. */
@NullMarked
package io.github.adtauth.internal.text;

import org.jspecify.annotations.NullMarked;
