package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the length of source files, and that public members have Javadoc. */
class SourceSizeTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Pattern REASON = Pattern.compile("is long(,|\\s)[^.]*because");
  private static final Path TEST_KIT = Path.of("testkit/src/main/java");
  private static final Path SAMPLES = Path.of("../adt-auth-samples/src/main/java");

  @Test
  void mainFile_hasAtMost400Lines() throws IOException {
    assertThat(longerThan(400, MAIN)).isEmpty();
  }

  /** The reason is a sentence such as "This file is long because …" in the class comment. */
  @Test
  void mainFileOver300Lines_givesReason() throws IOException {
    List<String> unexplained = new ArrayList<>();
    for (Path file : longerThan(300, MAIN)) {
      if (!REASON.matcher(Files.readString(file)).find()) {
        unexplained.add(file.toString());
      }
    }
    assertThat(unexplained).isEmpty();
  }

  @Test
  void sample_hasAtMost80Lines() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLES), "the samples are not in this checkout");
    assertThat(longerThan(80, SAMPLES)).isEmpty();
  }

  @Test
  void exportedTypeOrMethod_hasJavadoc() throws IOException {
    assertHaveJavadoc(exportedSources(MAIN, "io/github/adtauth/internal"));
  }

  @Test
  void exportedTypeOrMethodOfTestKit_hasJavadoc() throws IOException {
    assertHaveJavadoc(exportedSources(TEST_KIT, "io/github/adtauth/testkit/internal"));
  }

  private static void assertHaveJavadoc(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      FirstSentences scan = new FirstSentences(DocTrees.instance(task));
      task.parse().forEach(unit -> scan.scan(unit, null));
      assertThat(scan.seen).as("public types and methods").isGreaterThan(100);
      assertThat(scan.missing).isEmpty();
    }
  }

  private static List<Path> longerThan(int limit, Path root) throws IOException {
    List<Path> tooLong = new ArrayList<>();
    for (Path file : sources(root)) {
      if (Files.readAllLines(file).size() > limit) {
        tooLong.add(file);
      }
    }
    return tooLong;
  }

  /** Returns the sources outside internal packages. */
  private static List<Path> exportedSources(Path root, String internalPackages) {
    Path internal = root.resolve(internalPackages);
    return sources(root).stream().filter(file -> !file.startsWith(internal)).toList();
  }

  private static List<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Visits the members that are public in public types. Overrides inherit their Javadoc, and a
   * record documents its canonical constructor.
   */
  private static final class FirstSentences
      extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees docs;
    final List<String> missing = new ArrayList<>();
    int seen;

    FirstSentences(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (isPublic(type.getModifiers())) {
        check(type.getSimpleName().toString());
        super.visitClass(type, null);
      }
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().endsWith("Override"));
      boolean ofRecord = method.getReturnType() == null && parent().getKind() == Tree.Kind.RECORD;
      if (isPublic(method.getModifiers()) && !overrides && !ofRecord) {
        check(method.getName().toString());
      }
      return null; // local classes are not part of the API
    }

    private void check(String name) {
      seen++;
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment == null || comment.getFirstSentence().isEmpty()) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        long position =
            docs.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
        missing.add(
            unit.getSourceFile().getName()
                + ":"
                + unit.getLineMap().getLineNumber(position)
                + " "
                + name);
      }
    }

    /** Returns whether a member is public; members of interfaces are so by default. */
    private boolean isPublic(ModifiersTree modifiers) {
      boolean inInterface =
          parent().getKind() == Tree.Kind.INTERFACE
              || parent().getKind() == Tree.Kind.ANNOTATION_TYPE;
      return modifiers.getFlags().contains(Modifier.PUBLIC)
          || (inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
    }

    private Tree parent() {
      TreePath parent = getCurrentPath().getParentPath();
      return parent.getLeaf();
    }
  }
}
