package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Secret;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.onbehalfof.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fuzz test: a stored session is read as it was written, or rejected. */
public class SessionEntryFuzzTest {
  private static final Secret OTHER = Secret.of(Shown.SECRET);

  @TestFactory
  Stream<DynamicTest> storedSession() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    UserId user = new UserId("3f8a-oid", "72f9-tid");
    return Fuzz.of("stored-session", SessionEntryFuzzTest::fuzzerTestOneInput)
        .seed(new SessionEntry(user, now, now.plusSeconds(9), Secret.of(Shown.SECRET)).write())
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    SessionEntry entry;
    try {
      entry = SessionEntry.read(input);
    } catch (NewerVersionException e) {
      return;
    }
    if (entry != null) {
      assertThat(SessionEntry.read(entry.write())).isEqualTo(entry);
      assertThat(entry.user().objectId()).isNotBlank();
      assertThat(entry.refreshToken().reveal()).isNotBlank();
      assertThat(entry)
          .as("toString omits the refresh token")
          .hasToString(entry.withRefreshToken(OTHER).toString());
    }
  }
}
