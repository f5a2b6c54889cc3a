package io.github.adtauth.benchmarks;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * A line of the table.
 *
 * @param work what is done
 * @param azure what azure-identity and azure-digitaltwins-core need, as text
 * @param bare what MSAL4J or plain OkHttp needs, as text
 * @param ours what this library needs, as text
 * @param ratio ours to bare, as text
 * @param target what is to be reached
 * @param reached whether it is
 * @param spread the widest of the contenders'
 */
record Row(
    String work,
    String azure,
    String bare,
    String ours,
    String ratio,
    String target,
    boolean reached,
    double spread) {

  static final String HEAD =
      "| work | azure-identity, azure-digitaltwins-core | MSAL4J or plain OkHttp | adt-auth |"
          + " adt-auth : bare | to reach | reached | spread |\n"
          + "|---|---|---|---|---|---|---|---|\n";

  boolean busy() {
    return spread > Measured.BUSY;
  }

  String markdown() {
    return "| "
        + String.join(" | ", work, azure, bare, ours, ratio, target, verdict(), percent(spread))
        + " |\n";
  }

  private String verdict() {
    return (reached ? "yes" : "**no**") + (busy() ? ", **busy machine**" : "");
  }

  static double widest(Measured... all) {
    return Stream.of(all).mapToDouble(Measured::spread).max().orElse(0);
  }

  static String percent(double part) {
    return text("%.0f %%", part * 100);
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A time that was measured in microseconds, with what was allocated. */
  static String time(Measured measured) {
    double micros = measured.score();
    String time =
        micros < 1
            ? text("%.0f ns", micros * 1e3)
            : micros < 10 ? text("%.2f µs", micros) : text("%,.0f µs", micros);
    return time + ", " + bytes(measured.allocated());
  }

  static String bytes(double bytes) {
    return bytes < 0.5
        ? "0 B"
        : bytes < 1_000 ? text("%.0f B", bytes) : text("%.1f KB", bytes / 1e3);
  }

  static String ratio(Measured.Ratio ratio) {
    return ratio.mean() < 0.1
        ? text("1 : %,.0f", 1 / ratio.mean())
        : text("%.2f (%.2f to %.2f)", ratio.mean(), ratio.low(), ratio.high());
  }
}
