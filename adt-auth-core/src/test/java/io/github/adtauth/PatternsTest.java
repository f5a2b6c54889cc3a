package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests every regular expression of the library with long hostile texts and a small stack. None may
 * recurse for each character or backtrack excessively.
 */
class PatternsTest {
  private static final int SMALL_STACK = 192 << 10;
  private static final int LENGTH = 200_000;

  /** Redaction has separate tests. */
  private static final List<String> DISPLAYED =
      List.of("Shown", "SafeText", "Wire$", "Verdict", "Redactor", "internal.text");

  /** Patterns that are searched with find; the others must match the whole text. */
  private static final List<String> SEARCHED =
      List.of("PLACE", "CODE_IN_TEXT", "CODE", "REALM", "BLOCK", "SEPARATOR");

  static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (String unit :
        List.of(
            "a",
            "Z",
            "0",
            ".",
            "-",
            "_",
            " ",
            "/",
            ":",
            "=",
            "\"",
            "'",
            "<",
            "{",
            "(",
            "$(",
            "%",
            "@",
            "\\",
            "&",
            "~",
            "\u00e9",
            "\n",
            "a.",
            "a-",
            "0-",
            "a:",
            "a b",
            ".a",
            "<a",
            "{a",
            "AADSTS",
            "basic ",
            "-----BEGIN ",
            "eyJ",
            "https://",
            "a=",
            "a@")) {
      texts.add(unit.repeat(LENGTH / unit.length()));
    }
    for (String prefix :
        List.of(
            "https://", "basic ", "basic realm=\"", "-----BEGIN A-----", "GET /", "a:", "v1-")) {
      for (String unit : List.of("a", ".", " ", "-", "a.")) {
        texts.add(prefix + unit.repeat(LENGTH / unit.length()));
      }
    }
    for (String prefix :
        List.of("a:", "a=", "a: |", "a: &", "[a]", "export ", "export a", "a {", "-")) {
      for (String unit : List.of(" ", "a ", "]", "a", "#")) {
        texts.add(prefix + unit.repeat(LENGTH / unit.length()) + "x!");
      }
    }
    for (String unit : List.of("a.", "0-", "a-", "a", ".")) {
      String run = unit.repeat(LENGTH / unit.length());
      texts.add(run + "digitaltwins.azure.net");
      texts.add(run + "!");
      texts.add(run + "\n");
      texts.add(run + ">");
    }
    return texts;
  }

  static List<Field> patterns() throws Exception {
    Path classes =
        Path.of(AdtException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Field> fields = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replace('\\', '.');
        if (name.startsWith("META-INF")
            || name.endsWith("-info.class")
            || DISPLAYED.stream().anyMatch(name::contains)) {
          continue;
        }
        Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
        for (Field field : type.getDeclaredFields()) {
          if (field.getType() == Pattern.class) {
            fields.add(field);
          }
        }
      }
    }
    return fields;
  }

  @Test
  void allPatterns_areCollected() throws Exception {
    assertThat(patterns()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void pattern_takesLinearTimeAndConstantStack(Field field) throws Exception {
    field.setAccessible(true);
    Pattern pattern = (Pattern) field.get(null);
    onASmallStack(
        () -> {
          for (String text : texts()) {
            boolean unused = pattern.matcher(text).matches();
            if (SEARCHED.contains(field.getName())) {
              unused = pattern.matcher(text).find();
            }
          }
        });
  }

  /** Runs an operation with a time limit, because exponential backtracking does not end. */
  static void onASmallStack(Runnable work) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    Thread thread = new Thread(null, task, "small-stack", SMALL_STACK);
    thread.setDaemon(true);
    thread.start();
    assertThat(task.get()).isTrue();
  }
}
