package io.github.adtauth.samples;

import io.github.adtauth.twins.bulk.BulkProgress;
import java.io.PrintStream;
import java.util.function.Consumer;

/** How far a bulk is: one line drawn over and over on a terminal, every tenth line elsewhere. */
final class ProgressBar implements Consumer<BulkProgress> {
  private static final int WIDTH = 40;

  private final PrintStream out;
  private final int items;
  private final boolean terminal;
  private int shown = -1;

  @SuppressWarnings("SystemConsoleNull") // on JDK 22 and later ask for isTerminal() as well
  ProgressBar(PrintStream out, int items) {
    this.out = out;
    this.items = items;
    this.terminal = System.console() != null && out == System.out;
  }

  @Override
  public void accept(BulkProgress progress) {
    int percent = (int) (progress.completed() * 100 / items);
    if (percent == shown || (!terminal && percent % 10 != 0)) {
      return;
    }
    shown = percent;
    int full = percent * WIDTH / 100;
    String bar = "#".repeat(full) + ".".repeat(WIDTH - full);
    String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
    String line = String.format("   [%s] %3d %%%s", bar, percent, failed);
    if (!terminal || percent == 100) {
      out.println((terminal ? "\r" : "") + line);
    } else {
      out.print("\r" + line);
      out.flush();
    }
  }
}
