package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.google.gson.annotations.JsonAdapter;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Compares the metadata for GraalVM with the classes that Gson accesses by reflection. No native
 * image is built.
 */
class NativeImageTest {
  private static final String METADATA =
      "/META-INF/native-image/io.github.adtauth/adt-auth-core/reflect-config.json";

  @Test
  void reflectConfig_listsAdapters() throws IOException {
    List<String> adapters =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.adtauth")
                .stream()
                .filter(type -> type.isAnnotatedWith(JsonAdapter.class))
                .map(JavaClass::reflect)
                .map(type -> type.getAnnotation(JsonAdapter.class).value().getName())
                .toList();
    assertThat(adapters).isNotEmpty();
    assertThat(listed()).containsAll(adapters);
  }

  @Test
  void reflectConfig_listsExistingClasses() throws IOException {
    assertThat(listed())
        .allSatisfy(name -> assertThat(Class.forName(name)).hasPackage(packageOf(name)));
  }

  private static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<String> listed() throws IOException {
    try (InputStream metadata = NativeImageTest.class.getResourceAsStream(METADATA)) {
      JsonArray entries =
          JsonParser.parseReader(new InputStreamReader(metadata, StandardCharsets.UTF_8))
              .getAsJsonArray();
      return StreamSupport.stream(entries.spliterator(), false)
          .map(entry -> entry.getAsJsonObject().get("name").getAsString())
          .toList();
    }
  }
}
