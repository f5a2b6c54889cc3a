package io.github.adtauth.samples;

import java.util.Locale;

/** An SVG picture in the making. No text breaks it, whatever is in it. */
final class Svg {
  static final int WIDTH = 260; // of a box
  static final int HEIGHT = 30;
  private final StringBuilder xml = new StringBuilder();

  Svg(int width, int height) {
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'", width, height);
    add(" width='%d' height='%d' font-family='system-ui, sans-serif'", width, height);
    add(" font-size='13' fill='#1f2733'>\n<rect width='100%%' height='100%%' fill='#f6f7fa'/>\n");
  }

  void headline(int x, int y, String text) {
    add("<text x='%d' y='%d' font-size='20' font-weight='700'>%s</text>\n", x, y, text);
  }

  void note(int x, int y, String text) {
    add("<text x='%d' y='%d' font-size='11' fill='#68758a' stroke='#f6f7fa'", x, y);
    add(" stroke-width='4' paint-order='stroke'>%s</text>\n", text);
  }

  /** Says what a colour means. */
  void key(int x, int y, String colour, String text) {
    add("<rect x='%d' y='%d' width='12' height='12' rx='3' fill='%s'/>", x, y - 10, colour);
    note(x + 18, y, text);
  }

  void curve(int x, int y, int toX, int toY) {
    int fork = x + 64; // those that begin at one box run together up to here
    int bend = Math.max(40, (toX - fork) / 2);
    add("<path fill='none' stroke='#aeb8c8' stroke-width='1.5' d='M%d %d H%d ", x, y, fork);
    int bow = toX - x > 0 && toX - x < WIDTH ? 0 : 50; // around the boxes in between
    add("C%d %d %d %d %d %d'/>\n", fork + bend, y + bow, toX - bend, toY + bow, toX, toY);
  }

  /** Draws a box, its middle at y, with a bar of its colour; all of the text is its tooltip. */
  void box(int x, int y, String colour, String text, String more) {
    int top = y - HEIGHT / 2;
    add("<g><title>%s\n%s</title><rect x='%d' y='%d'", text, more, x, top);
    add(" width='%d' height='%d' rx='6' fill='%s'/>", WIDTH, HEIGHT, colour);
    add("<rect x='%d' y='%d' rx='5' fill='#fff'", x + 6, top + 1);
    add(" width='%d' height='%d'/>", WIDTH - 7, HEIGHT - 2);
    add("<text x='%d' y='%d' font-weight='600'>%s</text>", x + 16, y + 5, cut(text));
    add("<text x='%d' y='%d' text-anchor='end'", x + WIDTH - 10, y + 5);
    add(" font-size='11' fill='#68758a'>%s</text></g>\n", cut(more));
  }

  /** Returns the picture, which is done. */
  String finish() {
    return xml + "</svg>\n";
  }

  private void add(String piece, Object... values) {
    Object[] safe = values.clone();
    for (int i = 0; i < safe.length; i++) {
      safe[i] = safe[i] instanceof String text ? escaped(text) : safe[i];
    }
    xml.append(String.format(Locale.ROOT, piece, safe));
  }

  private static String cut(String text) {
    boolean fits = text.codePointCount(0, text.length()) <= 16;
    return fits ? text : text.substring(0, text.offsetByCodePoints(0, 15)) + "…";
  }

  /** What XML cannot hold (control characters, half a surrogate pair) becomes a sign for that. */
  private static String escaped(String text) {
    return text.replaceAll("[^\t\n\r -\uD7FF\uE000-\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
