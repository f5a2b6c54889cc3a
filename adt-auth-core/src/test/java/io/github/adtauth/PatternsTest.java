package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests every regular expression of the library with long hostile texts and a small stack. None may
 * recurse for each character or backtrack excessively. Counts the characters that are read, so a
 * busy machine does not matter.
 */
class PatternsTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final int SMALL_STACK = 192 << 10;
  private static final int LENGTH = 20_000;
  private static final int MAX_READS_PER_CHARACTER = 100;

  /** Patterns that only match whole texts: a search with them would take quadratic time. */
  private static final Set<String> NOT_SEARCHED =
      Set.of(
          "Placeholders$Wrapping.ENCLOSED",
          "Placeholders$Wrapping.CONTAINED",
          "SettingsFormat.YAML_NAME",
          "SettingsFormat.TOML_NAME",
          "SettingsFormat.BRACE",
          "SettingsFormat.YAML_PARENT",
          "InstanceChecks.INSTANCE_HOST",
          "InstanceReader.HOST",
          "RedactedCause.UNKNOWN_HOST",
          "SettingText.MIXED",
          "SettingText.GUID_LIKE",
          "SettingText.HOST_LIKE",
          "LoopbackRequest.HEADER");

  /** The maximum length of the text, for patterns that are not applied to a longer one. */
  private static final Map<String, Integer> MAX_LENGTHS =
      Map.of(
          "RedactedCause.UNKNOWN_HOST", 353,
          "SettingText.GUID_LIKE", 255,
          "SettingText.HOST_LIKE", 255);

  /** A call of a method that compiles its argument, which is a literal or a constant. */
  private static final Pattern INLINE =
      Pattern.compile(
          "\\.(matches|split|replaceAll|replaceFirst)\\(\\s*"
              + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([A-Z][A-Z_]+))[,)]");

  /** A regular expression, and whether it is searched for in a text or matches a whole one. */
  record Expression(String name, Pattern pattern, boolean isSearched) {
    @Override
    public String toString() {
      return name;
    }
  }

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
    for (String unit : List.of(" ", "\"", "'", "\\", "%", "%25", "&", "A", "1", "_")) {
      texts.add("x" + unit.repeat(LENGTH / unit.length()) + "x");
    }
    return texts;
  }

  static List<Expression> expressions() throws Exception {
    List<Expression> expressions = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = SOURCES.relativize(file).toString().replaceAll("[/\\\\]", ".");
        if (!name.endsWith("-info.java")) {
          Class<?> type = Class.forName(name.substring(0, name.length() - ".java".length()));
          addConstants(type, expressions);
          addInline(type, Files.readString(file), expressions);
        }
      }
    }
    return expressions;
  }

  private static void addConstants(Class<?> type, List<Expression> expressions) throws Exception {
    for (Field field : type.getDeclaredFields()) {
      if (field.getType() == Pattern.class) {
        field.setAccessible(true);
        String name = simpleName(type) + "." + field.getName();
        Pattern pattern = (Pattern) field.get(null);
        expressions.add(new Expression(name, pattern, !NOT_SEARCHED.contains(name)));
      }
    }
    for (Class<?> nested : type.getDeclaredClasses()) {
      addConstants(nested, expressions);
    }
  }

  private static String simpleName(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }

  private static void addInline(Class<?> type, String source, List<Expression> expressions)
      throws Exception {
    Matcher matcher = INLINE.matcher(source);
    while (matcher.find()) {
      if (matcher.group(1).startsWith("replace") && matcher.group().endsWith(")")) {
        continue; // the replacement of a Matcher
      }
      String expression;
      if (matcher.group(2) != null) {
        expression = JsonParser.parseString('"' + matcher.group(2) + '"').getAsString();
      } else {
        Field field = type.getDeclaredField(matcher.group(3));
        field.setAccessible(true);
        expression = (String) field.get(null);
      }
      expressions.add(
          new Expression(
              simpleName(type) + " " + matcher.group(1) + " " + expression,
              Pattern.compile(expression),
              !matcher.group(1).equals("matches")));
    }
  }

  @Test
  void allExpressions_areCollected() throws Exception {
    List<String> names = expressions().stream().map(Expression::name).toList();

    assertThat(names).hasSizeGreaterThan(100).containsAll(NOT_SEARCHED);
    assertThat(names).containsAll(MAX_LENGTHS.keySet());
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void expression_readsLinearlyManyCharactersOnConstantStack(Expression expression)
      throws Exception {
    int maxLength = MAX_LENGTHS.getOrDefault(expression.name(), Integer.MAX_VALUE);
    onASmallStack(
        () -> {
          for (String text : texts()) {
            String bounded = text.substring(0, Math.min(text.length(), maxLength));
            if (expression.isSearched()) {
              Matcher matcher = expression.pattern().matcher(counting(bounded));
              while (matcher.find()) {
                // searches the whole text, as replaceAll does
              }
            }
            boolean unused = expression.pattern().matcher(counting(bounded)).matches();
          }
        });
  }

  private static CountingText counting(String text) {
    return new CountingText(text, (long) MAX_READS_PER_CHARACTER * text.length());
  }

  private static void onASmallStack(Runnable work) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    Thread thread = new Thread(null, task, "small-stack", SMALL_STACK);
    thread.setDaemon(true);
    thread.start();
    assertThat(task.get()).isTrue();
  }
}
