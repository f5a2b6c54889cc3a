/**
 * Credentials of confidential clients (RFC 6749 2.3, RFC 7523 2.2): secret, certificate, signer and
 * federated token; and the identifiers of managed identities.
 */
@NullMarked
package io.github.adtauth.credential;

import org.jspecify.annotations.NullMarked;
