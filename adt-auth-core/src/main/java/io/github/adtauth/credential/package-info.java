/**
 * What a confidential client proves itself with (RFC 6749 2.3, RFC 7523 2.2): secret, certificate,
 * signer, federated token. Knows no token endpoint.
 */
@NullMarked
package io.github.adtauth.credential;

import org.jspecify.annotations.NullMarked;
