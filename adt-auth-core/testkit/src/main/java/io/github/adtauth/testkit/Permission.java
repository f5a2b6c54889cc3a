package io.github.adtauth.testkit;

/**
 * One delegated permission as a consent page lists it.
 *
 * @param client the application that is to have it
 * @param resource the resource it is for
 * @param scope the name of the scope
 */
record Permission(Registration client, Resource resource, String scope) {}
