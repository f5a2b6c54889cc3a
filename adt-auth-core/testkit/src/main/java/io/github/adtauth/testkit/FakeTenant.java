package io.github.adtauth.testkit;

/**
 * One tenant of Entra ID, found by either of its names. Immutable.
 *
 * @param id the directory id
 * @param domain the initial domain name
 */
public record FakeTenant(String id, String domain) {}
