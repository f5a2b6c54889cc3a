package io.github.adtauth;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes files in another format than properties. {@link java.util.Properties} accepts any
 * text: from YAML or a file with sections it would read the settings of an unrelated section.
 */
final class SettingsFormat {
  private static final Pattern YAML_NAME = Pattern.compile("(?i).*\\.ya?ml");
  private static final Pattern TOML_NAME = Pattern.compile("(?i).*\\.toml");
  private static final Pattern SECTION = Pattern.compile("\\[[^=]*]\\s*([#;].*)?");
  private static final Pattern YAML_MARK = Pattern.compile("(---|\\.\\.\\.|%YAML|-)(\\s.*)?");
  private static final Pattern SHELL =
      Pattern.compile("(?i)(export|set|declare)\\s+[^=:\\s]+\\s*=.*");
  private static final Pattern POWER_SHELL = Pattern.compile("(?i)\\$env:.*");
  private static final Pattern BRACE = Pattern.compile("[^=:]*([=:]\\s*)?\\{|[}\\]][,;]?");

  /** A key whose value follows on the lines below. */
  private static final Pattern YAML_PARENT =
      Pattern.compile("[^=:]+:(\\s*+[|>][+-]?\\d*|\\s*+[&!]\\S+)?+(\\s++(#.*)?)?");

  private SettingsFormat() {}

  /** Rejects a file in another format. The message does not quote the file. */
  static void requireProperties(Path file, String text) {
    String name = String.valueOf(file.getFileName());
    if (YAML_NAME.matcher(name).matches()) {
      throw invalid(file, "it is YAML");
    } else if (TOML_NAME.matcher(name).matches()) {
      throw invalid(file, "it is TOML");
    }
    String parent = "";
    boolean continues = false;
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      String content = line.strip();
      if (continues) {
        continues = isContinued(content);
      } else if (!content.isEmpty() && "#!".indexOf(content.charAt(0)) < 0) {
        String format = format(content, isBelow(line, parent));
        if (format != null) {
          throw invalid(file, "line " + number + " is " + format);
        }
        continues = isContinued(content);
        parent = line;
      }
    }
  }

  private static @Nullable String format(String line, boolean isBelow) {
    if (isBelow || YAML_MARK.matcher(line).matches()) {
      return "YAML";
    } else if (SECTION.matcher(line).matches()) {
      return "a section heading";
    } else if (line.startsWith("<")) {
      return "XML or HTML";
    } else if (SHELL.matcher(line).matches() || POWER_SHELL.matcher(line).matches()) {
      return "a shell command";
    } else if (BRACE.matcher(line).matches()) {
      return "a brace of another format";
    }
    // "key value" is a property too.
    return line.matches("\\S+") && line.indexOf('=') < 0 && line.indexOf(':') < 0
        ? "not a key with a value"
        : null;
  }

  private static boolean isBelow(String line, String parent) {
    return indentation(line) > indentation(parent) && YAML_PARENT.matcher(parent.strip()).matches();
  }

  private static int indentation(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** An odd number of backslashes continues a line. */
  private static boolean isContinued(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  private static IllegalArgumentException invalid(Path file, String reason) {
    return new IllegalArgumentException(
        "The settings file "
            + ConfigFile.redact(file)
            + " is not a properties file or JSON: "
            + reason
            + ". Write each setting as clientId=value, without sections, or as JSON.");
  }
}
