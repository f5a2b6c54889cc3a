package io.github.adtauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A modified value either decrypts to the original or is unreadable. */
public class SealedBoxFuzzTest {
  private static final SealedBox BOX = new SealedBox(KeyRing.of("k", new byte[32]));
  private static final StoreKey OWN = StoreKey.of("fuzz", "own");
  private static final StoreKey OTHER = StoreKey.of("fuzz", "other");
  private static final Entry ENTRY =
      Entry.of(Shown.SECRET.getBytes(UTF_8), Instant.parse("2030-01-01T00:00:00Z"));
  private static final byte[] SEALED = BOX.seal(OWN, ENTRY);

  @TestFactory
  Stream<DynamicTest> storedBlob() {
    return Fuzz.of("stored-blob", SealedBoxFuzzTest::fuzzerTestOneInput)
        .seed(SEALED)
        .seed(BOX.seal(OTHER, ENTRY))
        .seed(new SealedBox(KeyRing.of("other", new byte[32])).seal(OWN, ENTRY))
        .tests();
  }

  /** The input is a blob. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Entry opened = BOX.open(OWN, input);
      assertThat(input).as("decrypted value").isEqualTo(SEALED);
      assertThat(opened.value()).isEqualTo(ENTRY.value());
      assertThat(opened.expiresAtMillis()).isEqualTo(ENTRY.expiresAtMillis());
    } catch (UnreadableEntryException e) {
      Shown.check(e);
      assertThat(e.kind).isNotBlank();
    }
  }
}
