package io.github.adtauth.warts.bare;

import java.util.Locale;

/** What bare MSAL4J did in one situation. Immutable. */
record Finding(Verdict verdict, String observed) {
  enum Verdict {
    AS_BEFORE,
    CHANGED,
    FIXED,
    NOT_PLAYED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Judges by what was seen of the fault and of the right behaviour: both or neither is new. */
  static Finding of(boolean fault, boolean right, String observed) {
    if (fault == right) {
      return new Finding(Verdict.CHANGED, observed);
    }
    return new Finding(fault ? Verdict.AS_BEFORE : Verdict.FIXED, observed);
  }
}
