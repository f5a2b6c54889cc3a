package io.github.adtauth.testkit;

/**
 * A tenant of Entra ID. Immutable.
 *
 * @param id the directory ID
 * @param domain the initial domain name
 */
public record FakeTenant(String id, String domain) {}
