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
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What ArchUnit cannot see: the length of files and the first sentence of what is public. */
class SourceSizeTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path SAMPLES = Path.of("../adt-auth-samples/src/main/java");

  @Test
  void noMainFile_isLongerThan400Lines() throws IOException {
    assertThat(longerThan(400, MAIN)).isEmpty();
  }

  @Test
  void noSample_isLongerThan80Lines() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLES), "no samples here");
    assertThat(longerThan(80, SAMPLES)).isEmpty();
  }

  @Test
  void everyPublicTypeAndMethod_hasAFirstSentence() throws IOException {
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
                  files.getJavaFileObjectsFromPaths(sources(MAIN)));
      FirstSentences scan = new FirstSentences(DocTrees.instance(task));
      task.parse().forEach(unit -> scan.scan(unit, null));
      assertThat(scan.seen).as("public types and methods").isGreaterThan(100);
      assertThat(scan.missing).isEmpty();
    }
  }

  private static List<String> longerThan(int limit, Path root) throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources(root)) {
      int lines = Files.readAllLines(file).size();
      if (lines > limit) {
        tooLong.add(file + ": " + lines);
      }
    }
    return tooLong;
  }

  private static List<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Walks over what is public all the way up. Overrides inherit their sentence; a record's
   * constructor is documented by the record.
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
      return null; // classes inside a method are nobody's API
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

    /** Members of interfaces are public without saying so. */
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
