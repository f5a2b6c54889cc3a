package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Tests the dependencies that the pom passes on. It is the only metadata of the artifact: Gradle
 * compiles against the dependencies of the scope {@code compile}, adds those of {@code runtime}
 * when the program runs, and ignores optional ones.
 */
class PomScopesTest {
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  private static Document read(String pom) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of(pom).toFile());
  }

  private static Set<String> dependencies(Document pom, Predicate<Element> selected)
      throws Exception {
    NodeList found =
        (NodeList) XPATH.evaluate("/project/dependencies/dependency", pom, XPathConstants.NODESET);
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element dependency = (Element) found.item(i);
      if (selected.test(dependency)) {
        names.add(child(dependency, "artifactId"));
      }
    }
    return names;
  }

  private static String child(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  /** OkHttp and Gson are part of the API; Maven has no scope that hides the others. */
  @Test
  void core_passesOnWhatItNeeds() throws Exception {
    Document pom = read("pom.xml");
    assertThat(dependencies(pom, d -> child(d, "optional").isEmpty() && !isTest(d)))
        .containsExactly("caffeine", "gson", "jspecify", "msal4j", "okhttp-jvm", "slf4j-api");
    assertThat(dependencies(pom, d -> child(d, "optional").equals("true")))
        .containsExactly("jedis", "micrometer-core", "okhttp-tls");
    assertThat(dependencies(pom, d -> !isTest(d) && !child(d, "scope").isEmpty()))
        .as("dependencies of another scope than compile")
        .isEmpty();
  }

  @Test
  void testkit_passesOnWhatItNeeds() throws Exception {
    Document pom = read("testkit/pom.xml");
    assertThat(dependencies(pom, d -> child(d, "optional").isEmpty() && !isTest(d)))
        .containsExactly(
            "error_prone_annotations",
            "gson",
            "jspecify",
            "mockwebserver3",
            "okhttp-jvm",
            "okhttp-tls");
    assertThat(dependencies(pom, d -> child(d, "optional").equals("true")))
        .containsExactly("junit-jupiter-api");
  }

  /** A dependency of the parent would be one of every artifact. */
  @Test
  void parentAndBom_passOnNothing() throws Exception {
    for (String pom : Set.of("../pom.xml", "bom/pom.xml")) {
      assertThat(dependencies(read(pom), d -> true)).as(pom).isEmpty();
    }
  }

  private static boolean isTest(Element dependency) {
    return child(dependency, "scope").equals("test");
  }
}
