package io.github.adtauth.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes valid samples the way accidents and attackers do. The same seed changes them alike. */
final class Mutations {
  private static final int LONGEST = 96 << 10;
  private static final List<String> HOSTILE =
      List.of(
          "\0",
          "\r\n",
          "\n",
          "\r",
          "\uFEFF",
          "\u2028",
          "\u202E",
          "\u001B[2J",
          "\\ud800",
          "\\u0000",
          "\\u000a",
          "\uD83D\uDE00",
          "\u0661\u0662",
          "\u0130",
          "\\",
          "\"",
          "'",
          "{}",
          "[]",
          "null",
          "true",
          "\"\"",
          ",",
          ":",
          "=",
          ";",
          "%00",
          "%",
          "..",
          "/",
          "/*",
          "//",
          "-1",
          "0",
          "1e400",
          "-1e400",
          "1e999999999",
          "NaN",
          "Infinity",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999999999",
          "2147483648",
          "0x10",
          "1.5");

  private final Random random;
  private final List<byte[]> samples;
  private final List<String> words = new ArrayList<>(HOSTILE);

  Mutations(long seed, List<byte[]> samples, List<String> some) {
    this.random = new Random(seed);
    this.samples = samples.isEmpty() ? List.of(new byte[0]) : List.copyOf(samples);
    for (int i = 0; i < 3; i++) {
      this.words.addAll(some); // more often than what is hostile to all
    }
  }

  byte[] next() {
    byte[] input = random.nextInt(12) == 0 ? noise() : sample().clone();
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      input = changed(input);
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  static byte[] without(byte[] input, int at, int length) {
    return spliced(input, at, at + length, new byte[0]);
  }

  private byte[] changed(byte[] in) {
    int from = random.nextInt(in.length + 1);
    int to = Math.min(in.length, from + 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 12));
    return switch (random.nextInt(11)) {
      case 0 -> flipped(in, from);
      case 1 -> spliced(in, from, to, new byte[0]);
      case 2 -> Arrays.copyOf(in, from);
      case 3 -> spliced(in, from, from, word());
      case 4 -> spliced(in, from, to, word());
      case 5 -> spliced(in, from, from, repeated(Arrays.copyOfRange(in, from, to)));
      case 6 -> crossed(in, from);
      case 7 -> spliced(in, from, to, noise());
      case 8 -> nested(in, from);
      case 9 -> value(in);
      default -> spliced(in, from, to, Arrays.copyOfRange(in, to, Math.min(in.length, to + 8)));
    };
  }

  private byte[] flipped(byte[] in, int at) {
    byte[] out = in.clone();
    if (at < out.length) {
      out[at] =
          (byte) (random.nextBoolean() ? out[at] ^ (1 << random.nextInt(8)) : random.nextInt());
    }
    return out;
  }

  private byte[] crossed(byte[] in, int at) {
    byte[] other = sample();
    int from = random.nextInt(other.length + 1);
    return spliced(in, at, in.length, Arrays.copyOfRange(other, from, other.length));
  }

  private byte[] repeated(byte[] part) {
    int most = Math.max(1, LONGEST / Math.max(1, part.length));
    int times = random.nextInt(10) == 0 ? most : 1 + random.nextInt(Math.min(40, most));
    byte[] out = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, out, i * part.length, part.length);
    }
    return out;
  }

  private byte[] nested(byte[] in, int at) {
    boolean list = random.nextBoolean();
    int depth = random.nextInt(6) == 0 ? 9000 : 1 + random.nextInt(40);
    byte[] opened = spliced(in, at, at, bytes((list ? "[" : "{\"a\":").repeat(depth)));
    return random.nextBoolean()
        ? opened
        : spliced(opened, opened.length, opened.length, bytes((list ? "]" : "}").repeat(depth)));
  }

  /** Puts something else where a JSON value, a parameter or a line has its value. */
  private byte[] value(byte[] in) {
    int start = random.nextInt(in.length + 1);
    while (start < in.length && ":=".indexOf(in[start]) < 0) {
      start++;
    }
    int end = Math.min(in.length, start + 1);
    while (end < in.length && ",}&\r\n;".indexOf(in[end]) < 0) {
      end++;
    }
    byte[] other = word();
    return spliced(
        in, Math.min(in.length, start + 1), end, random.nextInt(3) == 0 ? quoted(other) : other);
  }

  private static byte[] quoted(byte[] text) {
    return bytes("\"" + new String(text, StandardCharsets.UTF_8) + "\"");
  }

  private byte[] noise() {
    byte[] out = new byte[random.nextInt(random.nextInt(10) == 0 ? 3000 : 24)];
    random.nextBytes(out);
    if (random.nextBoolean()) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (byte) (' ' + (out[i] & 0x7f) % 95);
      }
    }
    return out;
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size()));
  }

  private byte[] word() {
    return bytes(words.get(random.nextInt(words.size())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] in, int from, int to, byte[] part) {
    byte[] out = new byte[in.length - (to - from) + part.length];
    System.arraycopy(in, 0, out, 0, from);
    System.arraycopy(part, 0, out, from, part.length);
    System.arraycopy(in, to, out, from + part.length, in.length - to);
    return out;
  }
}
