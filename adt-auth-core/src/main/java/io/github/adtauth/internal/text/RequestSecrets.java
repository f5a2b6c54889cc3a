package io.github.adtauth.internal.text;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The secrets that were sent with one exchange, and the only use of them: to hide them in what
 * comes back. A server may quote what it rejects, and a secret does not need to look like one.
 *
 * <p>Every part of a secret of at least {@value #WINDOW} characters is hidden, as it is, in the
 * encodings of {@link SecretForms} and behind the escapes of {@link UnescapedText}, in upper and
 * lower case. A secret of {@value #MIN_LENGTH} to 7 characters is hidden where it is a whole word.
 * A shorter one is not hidden: it occurs in ordinary words, and hiding these would reveal it.
 *
 * <p>The secrets cannot be read from here, so an instance may be handed to code that must not know
 * them. Thread-safe.
 */
public final class RequestSecrets {
  /** Knows no secret. */
  static final RequestSecrets NONE = new RequestSecrets();

  private static final int WINDOW = 8;
  private static final int MIN_LENGTH = 4;

  /** The maximum number of nested escapes. */
  private static final int MAX_ESCAPES = 3;

  private static final String BEARER = "Bearer ";

  private final Object lock = new Object();
  private volatile List<String> secrets = List.of();
  private List<String> forms = List.of();

  /** Creates an instance that knows no secret yet. */
  public RequestSecrets() {}

  /** Returns an instance that knows these secrets. */
  public static RequestSecrets of(String... secrets) {
    RequestSecrets known = new RequestSecrets();
    for (String secret : secrets) {
      known.add(secret);
    }
    return known;
  }

  /**
   * Adds a secret that is about to be sent, or an {@code Authorization} header with a token. The
   * token is extracted from the header only when a text is checked, because that costs a copy.
   */
  public void add(String secret) {
    if (secret.length() < MIN_LENGTH) {
      return;
    }
    synchronized (lock) {
      if (secrets.isEmpty()) {
        secrets = List.of(secret);
      } else if (!secrets.contains(secret)) {
        secrets = Stream.concat(secrets.stream(), Stream.of(secret)).toList();
        forms = List.of();
      }
    }
  }

  /** Returns whether a text contains a secret or a part of one, in any of its forms. */
  public boolean isIn(String text) {
    return !secrets.isEmpty() && !hidden(VisibleText.of(text)).isEmpty();
  }

  /**
   * Returns a text without the secrets; one that has some is also put on one line, because
   * invisible characters could divide a secret.
   */
  public String redact(String text) {
    if (secrets.isEmpty()) {
      return text;
    }
    String line = VisibleText.of(text);
    BitSet hidden = hidden(line);
    return hidden.isEmpty() ? text : redacted(line, hidden);
  }

  private static String redacted(String text, BitSet hidden) {
    StringBuilder redacted = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int start = hidden.nextSetBit(i);
      if (start < 0) {
        return redacted.append(text, i, text.length()).toString();
      }
      redacted.append(text, i, start).append(Redactor.ELLIPSIS);
      i = hidden.nextClearBit(start);
    }
    return redacted.toString();
  }

  /** Returns the indexes of the characters that belong to a secret, whether escaped or not. */
  private BitSet hidden(String text) {
    BitSet hidden = hiddenAsIs(text);
    UnescapedText plain = UnescapedText.original(text).unescape();
    for (int level = 0; plain != null && level < MAX_ESCAPES; level++) {
      BitSet inner = hiddenAsIs(plain.text());
      for (int from = inner.nextSetBit(0); from >= 0; ) {
        int to = inner.nextClearBit(from);
        hidden.set(plain.start(from), plain.start(to));
        from = inner.nextSetBit(to);
      }
      plain = plain.unescape();
    }
    return hidden;
  }

  private BitSet hiddenAsIs(String text) {
    String folded = fold(text);
    Set<Long> windows = windows(folded);
    Set<Long> shared = new HashSet<>();
    BitSet hidden = new BitSet();
    for (String form : forms()) {
      if (form.length() < WINDOW) {
        hideWord(folded, form, hidden);
      } else {
        long key = 0;
        for (int i = 0; i < form.length(); i++) {
          key = (key << 8) | (form.charAt(i) & 0xff);
          if (i >= WINDOW - 1 && windows.contains(key)) {
            shared.add(key);
          }
        }
      }
    }
    if (!shared.isEmpty()) {
      long key = 0;
      for (int i = 0; i < folded.length(); i++) {
        key = (key << 8) | (folded.charAt(i) & 0xff);
        if (i >= WINDOW - 1 && shared.contains(key)) {
          hidden.set(i - WINDOW + 1, i + 1);
        }
      }
    }
    return hidden;
  }

  /** Returns the last bytes of each {@value #WINDOW} consecutive characters. */
  private static Set<Long> windows(String text) {
    Set<Long> windows = new HashSet<>();
    long key = 0;
    for (int i = 0; i < text.length(); i++) {
      key = (key << 8) | (text.charAt(i) & 0xff);
      if (i >= WINDOW - 1) {
        windows.add(key);
      }
    }
    return windows;
  }

  private static void hideWord(String text, String word, BitSet hidden) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (starts && ends) {
        hidden.set(at, end);
      }
    }
  }

  private List<String> forms() {
    synchronized (lock) {
      if (forms.isEmpty()) {
        Set<String> folded = new HashSet<>();
        for (String added : secrets) {
          String secret = added.startsWith(BEARER) ? added.substring(BEARER.length()) : added;
          for (String form : SecretForms.of(secret)) {
            if (form.length() >= MIN_LENGTH) {
              folded.add(fold(form));
            }
          }
        }
        forms = List.copyOf(folded);
      }
      return forms;
    }
  }

  /** Ignores case, and the difference between base64 and base64url; keeps the length. */
  private static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      char c = folded[i];
      folded[i] = c == '-' ? '+' : c == '_' ? '/' : Character.toLowerCase(c);
    }
    return new String(folded);
  }

  @Override
  public String toString() {
    return "RequestSecrets[" + secrets.size() + "]";
  }
}
