package io.github.adtauth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

/** What may stand in a message, a log or {@code toString()}: one line, not endless, no secret. */
public final class Shown {
  /** Stands where a token, code or secret would stand; no message may have it. */
  public static final String SECRET = "c4n4ryS3cretThatNobodyMaySee0123456789abcdef";

  private static final int LONGEST = 4000;

  private Shown() {}

  /** Checks every message of a chain of exceptions. */
  public static void check(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      check(at.toString());
    }
  }

  public static void check(String text) {
    assertThat(text.length()).as("length of what is shown").isLessThan(LONGEST);
    assertThat(text).doesNotContain(SECRET);
    assertThat(text.chars().filter(Shown::isControl).count()).as("controls in %s", text).isZero();
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || Character.getType(c) == Character.FORMAT;
  }
}
