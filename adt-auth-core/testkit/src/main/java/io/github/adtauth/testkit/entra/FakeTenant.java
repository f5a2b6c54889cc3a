package io.github.adtauth.testkit.entra;

/**
 * A tenant of Entra ID. Immutable.
 *
 * @param id the directory ID
 * @param domain the initial domain name
 */
public record FakeTenant(String id, String domain) {}
