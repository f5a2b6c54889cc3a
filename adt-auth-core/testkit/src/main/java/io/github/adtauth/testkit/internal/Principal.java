package io.github.adtauth.testkit.internal;

import java.util.Set;

/**
 * A user or application that has presented an access token.
 *
 * @param oid the object ID of the user or of the application's service principal
 * @param app whether it is an application without a user
 * @param permissions the scopes or roles of the token
 */
public record Principal(String oid, boolean app, Set<String> permissions) {}
