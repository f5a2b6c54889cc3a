package io.github.adtauth.internal.entra;

/**
 * The user that an ID token names (OpenID Connect Core 2). Immutable.
 *
 * @param id {@code uid.utid} of {@code client_info}, which identifies the user in every tenant
 * @param objectId the user's object ID in the tenant that was signed in to
 * @param tenantId the tenant that was signed in to
 * @param username the user name, for display only
 * @param name the display name
 */
public record IdTokenClaims(
    String id, String objectId, String tenantId, String username, String name) {}
