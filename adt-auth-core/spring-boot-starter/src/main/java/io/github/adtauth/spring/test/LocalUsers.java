package io.github.adtauth.spring.test;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.TokenDefect;

/** The users of a {@link LocalAzure} and their access tokens for the web API. Thread-safe. */
public final class LocalUsers {
  private final FakeEntra entra;

  LocalUsers(LocalAzure azure) {
    entra = azure.entra();
  }

  /** Returns Alice, who has the role Data Owner. */
  public FakeUser alice() {
    return entra.alice();
  }

  /** Returns Bob, who has the role Data Reader. */
  public FakeUser bob() {
    return entra.bob();
  }

  /** Returns an access token of a user for the web API, with the given defects. */
  public String token(FakeUser user, TokenDefect... defects) {
    return entra.assertionFor(user, entra.webApi(), defects);
  }

  /** Returns the value of the header {@code Authorization} with an access token of a user. */
  public String bearer(FakeUser user, TokenDefect... defects) {
    return "Bearer " + token(user, defects);
  }
}
