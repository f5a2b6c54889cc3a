package io.github.adtauth.internal.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a request sent. They are used only to redact its response. A server may quote a
 * rejected value, and a secret need not look like one.
 *
 * <p>Every part of a secret of at least {@value SecretWindows#WINDOW} characters is hidden, as it
 * is and in the encodings of {@link SecretForms}, behind the escapes of {@link EscapeDecoder} and
 * divided by any separators, in upper and lower case. A secret of {@value SecretWindows#MIN_LENGTH}
 * to 7 characters is hidden where it is a whole word. A shorter one is not hidden: it occurs in
 * ordinary words, and hiding these would reveal it.
 *
 * <p>Code that must not know the secrets gets only the {@link #sink()}: code that can check texts
 * against a secret could guess it part by part. Thread-safe.
 */
public final class RequestSecrets {
  /** An instance without secrets. */
  static final RequestSecrets NONE = new RequestSecrets();

  /**
   * A longer text is not searched: each character takes about a hundred bytes of memory during the
   * search. Header fields are shorter, and so are links and claims that a server needs.
   */
  public static final int MAX_SEARCHED = 1 << 16;

  private static final String BEARER = "Bearer ";

  private final Object lock = new Object();
  private volatile List<String> secrets = List.of();
  private @Nullable SecretWindows windows; // created when a text is checked

  /** Creates an instance without secrets. */
  public RequestSecrets() {}

  /** Returns an instance with the given secrets. */
  public static RequestSecrets of(String... secrets) {
    RequestSecrets result = new RequestSecrets();
    for (String secret : secrets) {
      result.add(secret);
    }
    return result;
  }

  /**
   * Adds a secret that is about to be sent, or an {@code Authorization} header with a token. The
   * token is extracted from the header only when text is checked, because that costs a copy.
   */
  public void add(String secret) {
    if (secret.length() < SecretWindows.MIN_LENGTH) {
      return;
    }
    synchronized (lock) {
      if (secrets.isEmpty()) {
        secrets = List.of(secret);
        windows = null;
      } else if (!secrets.contains(secret)) {
        secrets = Stream.concat(secrets.stream(), Stream.of(secret)).toList();
        windows = null;
      }
    }
  }

  /** Returns a sink that adds secrets to this instance, for the tag of a request. */
  public SecretSink sink() {
    return new SecretSink(this);
  }

  /**
   * Returns whether the text contains a secret or part of a secret, in any encoding. Returns true
   * for a text that is longer than {@link #MAX_SEARCHED}.
   */
  public boolean isIn(String text) {
    return !secrets.isEmpty()
        && (text.length() > MAX_SEARCHED || !hidden(VisibleText.of(text)).isEmpty());
  }

  /**
   * Returns whether the text contains a secret, or a part that is too long to match by chance, in
   * any encoding. Returns true for a text that is longer than {@link #MAX_SEARCHED}. For text that
   * is used but not displayed.
   */
  public boolean isQuotedIn(String text) {
    if (secrets.isEmpty()) {
      return false;
    }
    if (text.length() > MAX_SEARCHED) {
      return true;
    }
    String line = VisibleText.of(text);
    return windows().isQuote(line, hidden(line));
  }

  /**
   * Returns the text without the secrets. Text that contains a secret is also reduced to one line,
   * because invisible characters could divide a secret. A text that is longer than {@link
   * #MAX_SEARCHED} is truncated.
   */
  public String redact(String text) {
    if (secrets.isEmpty()) {
      return text;
    }
    if (text.length() > MAX_SEARCHED) {
      return redact(text.substring(0, MAX_SEARCHED - 1) + Redactor.ELLIPSIS);
    }
    String line = VisibleText.of(text);
    BitSet hidden = hidden(line);
    return hidden.isEmpty() ? text : Redactor.display(masked(line, hidden));
  }

  /** Returns the visible text with a {@link Redactor#MASK} in place of each secret. */
  String mask(String line) {
    return secrets.isEmpty() ? line : masked(line, hidden(line));
  }

  /**
   * Returns visible texts without the parts of a secret that is divided among them, as a message
   * and its details may be.
   */
  List<String> maskJoined(List<String> lines) {
    if (secrets.isEmpty()) {
      return lines;
    }
    BitSet hidden = hidden(String.join(" ", lines));
    List<String> masked = new ArrayList<>();
    int start = 0;
    for (String line : lines) {
      masked.add(masked(line, hidden.get(start, start + line.length())));
      start += line.length() + 1;
    }
    return masked;
  }

  /** Replaces each run of hidden characters by a {@link Redactor#MASK}. */
  static String masked(String text, BitSet hidden) {
    StringBuilder redacted = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int start = hidden.nextSetBit(i);
      if (start < 0) {
        return redacted.append(text, i, text.length()).toString();
      }
      redacted.append(text, i, start).append(Redactor.MASK);
      i = hidden.nextClearBit(start);
    }
    return redacted.toString();
  }

  /** Returns the indexes of the characters that belong to a secret, whether escaped or not. */
  private BitSet hidden(String text) {
    BitSet hidden = new BitSet();
    SecretWindows windows = windows();
    for (UnescapedText level : EscapeLevels.of(text)) {
      windows.find(level, hidden);
    }
    return hidden;
  }

  private SecretWindows windows() {
    synchronized (lock) {
      SecretWindows present = windows;
      if (present == null) {
        List<String> plain = new ArrayList<>();
        for (String secret : secrets) {
          plain.add(secret.startsWith(BEARER) ? secret.substring(BEARER.length()) : secret);
        }
        present = new SecretWindows(plain);
        windows = present;
      }
      return present;
    }
  }

  @Override
  public String toString() {
    return "RequestSecrets[" + secrets.size() + "]";
  }
}
