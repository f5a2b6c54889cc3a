package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.internal.cache.Principal.Kind;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of {@link Principal} and {@link TokenOwner}. */
class PrincipalTest {
  /** SHA-256 of "abc": FIPS 180-2, B.1. */
  private static final String SHA_256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final URI AUTHORITY = URI.create("https://login");

  @Test
  void assertionAndSession_areIdentifiedByHash() {
    assertThat(Principal.userAssertion("abc"))
        .isEqualTo(new Principal(Kind.USER_ASSERTION, SHA_256_OF_ABC));
    assertThat(Principal.session("abc")).isEqualTo(new Principal(Kind.SESSION, SHA_256_OF_ABC));
    assertThat(Principal.application("abc")).isEqualTo(new Principal(Kind.APPLICATION, "abc"));
    assertThat(Principal.account("abc")).isEqualTo(new Principal(Kind.ACCOUNT, "abc"));
    assertThat(Principal.managedIdentity("abc"))
        .isEqualTo(new Principal(Kind.MANAGED_IDENTITY, "abc"));
    assertThat(Principal.developer("abc")).isEqualTo(new Principal(Kind.DEVELOPER, "abc"));
  }

  @Test
  void principals_areEqualIfKindAndIdAre() {
    Principal user = Principal.account("a");
    assertThat(user)
        .isEqualTo(Principal.account("a"))
        .hasSameHashCodeAs(Principal.account("a"))
        .isNotEqualTo(Principal.account("b"))
        .isNotEqualTo(Principal.application("a"))
        .isNotEqualTo("a");
  }

  @Test
  void label_hasKindAndShortId() {
    assertThat(Principal.application("0123456789")).hasToString("application 01234567");
    assertThat(Principal.account("short")).hasToString("account short");
    assertThat(Principal.userAssertion("abc")).hasToString("user ba7816bf");
    assertThat(Principal.session("abc")).hasToString("session ba7816bf");
    assertThat(Principal.managedIdentity("0123456789")).hasToString("machine 0123456789");
    assertThat(Principal.developer("Azure CLI in test")).hasToString("developer Azure CLI in test");
    assertThat(new Principal(Kind.EXTERNAL, "provider").label()).isEqualTo("external provider");
  }

  @Test
  void ownersDifferingInOnePart_areNotEqual() {
    Principal user = Principal.account("a");
    TokenOwner owner = new TokenOwner(AUTHORITY, "t", "c", user);
    assertThat(owner)
        .isEqualTo(new TokenOwner(AUTHORITY, "t", "c", Principal.account("a")))
        .hasSameHashCodeAs(new TokenOwner(AUTHORITY, "t", "c", Principal.account("a")));
    List<Object> others =
        List.of(
            new TokenOwner(URI.create("https://login.example"), "t", "c", user),
            new TokenOwner(AUTHORITY, "u", "c", user),
            new TokenOwner(AUTHORITY, "t", "d", user),
            new TokenOwner(AUTHORITY, "t", "c", Principal.account("b")),
            "owner");
    assertThat(others).doesNotContain(owner);
  }

  /** Lookups in a large cache are fast only if the hashes differ. */
  @Test
  void hashes_differByUserTenantAndApplication() {
    Set<Integer> users = new HashSet<>();
    Set<Integer> owners = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Principal user = Principal.userAssertion("assertion " + i);
      users.add(user.hashCode());
      owners.add(new TokenOwner(AUTHORITY, "t", "c", user).hashCode());
      owners.add(new TokenOwner(AUTHORITY, "c", "t", user).hashCode());
    }
    assertThat(users).hasSizeGreaterThan(990);
    assertThat(owners).hasSizeGreaterThan(1980);
  }
}
