package io.github.adtauth.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs a parser of untrusted input with each file of its corpus ({@code
 * src/test/resources/fuzz/<reader>}), and then with {@code -Dfuzz.tries} mutated copies, chosen by
 * {@code -Dfuzz.seed}. An input that fails is minimized and written to {@code target/fuzz}. Add it
 * to the corpus to turn it into a regression test.
 */
public final class Fuzz {
  private static final int EVERY_DAY = 300;
  private static final long SEED_OF_EVERY_DAY = 7;
  private static final int SMALLER = 2000;

  private final String reader;
  private final Property property;
  private final List<byte[]> seeds = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private int share = 1;

  private Fuzz(String reader, Property property) {
    this.reader = reader;
    this.property = property;
  }

  /** What must hold for whatever bytes; fails by throwing anything. */
  @FunctionalInterface
  public interface Property {
    void check(byte[] input) throws Exception;
  }

  public static Fuzz of(String reader, Property property) {
    return new Fuzz(reader, property);
  }

  /** What the reader looks for, put in now and then. */
  public Fuzz words(String... some) {
    words.addAll(List.of(some));
    return this;
  }

  /** Adds what cannot lie in a file, such as what was written just now. */
  public Fuzz seed(byte[] input) {
    seeds.add(input);
    return this;
  }

  /** One try for so many of the others': for a property that needs sockets or files. */
  public Fuzz oneIn(int others) {
    share = others;
    return this;
  }

  public Stream<DynamicTest> tests() {
    Map<String, byte[]> corpus = corpus();
    List<DynamicTest> tests = new ArrayList<>();
    corpus.forEach(
        (name, input) -> tests.add(DynamicTest.dynamicTest(name, () -> property.check(input))));
    seeds.forEach(
        input ->
            tests.add(DynamicTest.dynamicTest("as written", () -> property.check(input.clone()))));
    long seed = Long.getLong("fuzz.seed", SEED_OF_EVERY_DAY);
    int tries = Math.max(1, Integer.getInteger("fuzz.tries", EVERY_DAY) / share);
    seeds.addAll(corpus.values());
    Mutations mutations = new Mutations(seed, seeds, words);
    tests.add(
        DynamicTest.dynamicTest(
            tries + " tries of seed " + seed, () -> tryAll(mutations, tries, seed)));
    return tests.stream();
  }

  private void tryAll(Mutations mutations, int tries, long seed) throws IOException {
    for (int i = 1; i <= tries; i++) {
      byte[] input = mutations.next();
      Throwable failure = failure(input);
      if (failure != null) {
        byte[] small = smallest(input, failure);
        Path kept = Path.of("target", "fuzz", reader + "-" + Integer.toHexString(hash(small)));
        Files.createDirectories(kept.getParent());
        Files.write(kept, small);
        throw new AssertionError(
            ("%s: try %d of -Dfuzz.seed=%d failed. Kept as %s; in src/test/resources/fuzz/%s it is"
                    + " tried every day. Base64 %s, as text %s")
                .formatted(reader, i, seed, kept, reader, base64(small), escaped(small)),
            failure(small));
      }
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private Throwable failure(byte[] input) {
    try {
      property.check(input.clone());
      return null;
    } catch (Throwable e) { // a StackOverflowError is what this is about
      return e;
    }
  }

  private byte[] smallest(byte[] input, Throwable failure) {
    byte[] small = input;
    int left = SMALLER;
    for (int cut = Math.max(1, small.length / 2); cut >= 1; cut /= 2) {
      for (int at = 0; at + cut <= small.length && left > 0; left--) {
        byte[] smaller = Mutations.without(small, at, cut);
        Throwable other = failure(smaller);
        if (other != null && other.getClass() == failure.getClass()) {
          small = smaller;
        } else {
          at += cut;
        }
      }
    }
    return small;
  }

  private Map<String, byte[]> corpus() {
    URL folder = Fuzz.class.getResource("/fuzz/" + reader);
    Map<String, byte[]> corpus = new TreeMap<>();
    if (folder == null) {
      return corpus;
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.toList()) {
        corpus.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
      return corpus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int hash(byte[] input) {
    return Arrays.hashCode(input);
  }

  private static String base64(byte[] input) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(input, Math.min(input.length, 3000)));
  }

  private static String escaped(byte[] input) {
    StringBuilder text = new StringBuilder();
    String plain = new String(input, 0, Math.min(input.length, 500), StandardCharsets.UTF_8);
    plain
        .chars()
        .forEach(c -> text.append(c >= ' ' && c < 127 ? "" + (char) c : "\\u%04x".formatted(c)));
    return text.toString();
  }
}
