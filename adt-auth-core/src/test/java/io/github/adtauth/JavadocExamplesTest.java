package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles the example in the class comment of each entry type. */
class JavadocExamplesTest {
  private static final Path MAIN = Path.of("src/main/java/io/github/adtauth");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);

  /** The variables that an example may use without declaring them. */
  private static final String PARAMETERS =
      "DigitalTwinsConfig config, TokenProvider tokens, OkHttpClient httpClient, String token,"
          + " String inboundToken";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DigitalTwinsConfig",
        "signin/SignIn",
        "onbehalfof/OnBehalfOf",
        "twins/DigitalTwins",
        "http/AuthenticatedHttp",
        "doctor/Doctor"
      })
  void classComment_hasExampleThatCompiles(String type) throws IOException {
    List<String> examples = examples(MAIN.resolve(type + ".java"));
    assertThat(examples).as("examples of " + type).isNotEmpty();
    for (String example : examples) {
      assertThat(errors(example)).as(example).isEmpty();
    }
  }

  private static List<String> examples(Path file) throws IOException {
    String source = Files.readString(file);
    String comment = source.substring(0, source.indexOf("\npublic "));
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(comment);
    while (matcher.find()) {
      examples.add(
          matcher
              .group(1)
              .lines()
              .map(line -> line.substring(2))
              .collect(Collectors.joining("\n")));
    }
    return examples;
  }

  /** Returns the errors of an example, compiled as the body of a method. */
  private List<String> errors(String example) throws IOException {
    List<String> parameters = new ArrayList<>();
    for (String parameter : PARAMETERS.split(", ", -1)) {
      String name = parameter.substring(parameter.indexOf(' ') + 1);
      if (!example.contains(" " + name + " =")) { // a local variable of the same name
        parameters.add(parameter);
      }
    }
    String source =
        """
        import io.github.adtauth.*;
        import io.github.adtauth.credential.*;
        import io.github.adtauth.doctor.*;
        import io.github.adtauth.http.*;
        import io.github.adtauth.onbehalfof.*;
        import io.github.adtauth.signin.*;
        import io.github.adtauth.token.*;
        import io.github.adtauth.twins.*;
        import java.net.URI;
        import java.nio.file.*;
        import java.time.*;
        import java.util.*;
        import okhttp3.OkHttpClient;

        final class Example {
          static void run(%s) throws Exception {
            %s
          }
        }
        """
            .formatted(String.join(", ", parameters), example);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      Path file = Files.writeString(folder.resolve("Example.java"), source);
      compiler
          .getTask(
              null,
              files,
              diagnostics,
              List.of("-proc:none", "-d", folder.toString()),
              null,
              files.getJavaFileObjects(file))
          .call();
    }
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }
}
