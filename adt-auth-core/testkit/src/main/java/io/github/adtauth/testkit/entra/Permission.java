package io.github.adtauth.testkit.entra;

/**
 * A delegated permission on a consent page.
 *
 * @param client the application that requests it
 * @param resource the resource that exposes it
 * @param scope the name of the scope
 */
record Permission(Registration client, Resource resource, String scope) {}
