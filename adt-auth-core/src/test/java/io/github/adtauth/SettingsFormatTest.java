package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFormatTest {
  private static final String SECRET = "abC8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a";

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void assertRejected(String name, String text, String words) throws IOException {
    Path file = write(name, text.replace("SECRET", SECRET));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageStartingWith("The settings file " + file + " is not ")
        .withMessageContaining(words)
        .withMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant: contoso.com\npayment:\n  client-secret: SECRET\n",
        "payment: # of another service\n  client-secret: SECRET\n",
        "payment: &anchor\n    client-secret: SECRET",
        "  payment:\n    client-secret: SECRET",
        "payment:\n\tclient-secret: SECRET",
        "payment:\n\n  # a comment\n  client-secret: SECRET",
        "---\nclient-secret: SECRET",
        "%YAML 1.2\n---\nclient-secret: SECRET",
        "services:\n- client-secret: SECRET",
        "text: |\n  client-secret: SECRET",
        "text: >-\n  client-secret: SECRET",
      })
  void yaml_isRejectedUnderAnyName(String text) throws IOException {
    assertRejected("a.properties", text, "YAML");
    assertRejected("a.conf", text, "YAML");
    assertRejected("a.yml", text, "it is YAML");
  }

  @ParameterizedTest
  @CsvSource({"a.yml, it is YAML", "a.YAML, it is YAML", "a.toml, it is TOML"})
  void otherFileExtension_isRejected(String name, String words) throws IOException {
    assertRejected(name, "clientSecret=SECRET", words);
    assertRejected(name, "clientSecret: SECRET", words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[payment]\nclient-secret=SECRET",
        "tenant=contoso.com\r\n\r\n[payment] ; other\r\nclient-secret = SECRET",
        "[[payment]]\nclient-secret = SECRET",
        "<properties><entry key=\"client-secret\">SECRET</entry></properties>",
        "export AZURE_CLIENT_SECRET=SECRET",
        "set AZURE_CLIENT_SECRET=SECRET",
        "$env:AZURE_CLIENT_SECRET=SECRET",
        "payment {\n  client-secret = SECRET\n}",
        "payment = {\n  client-secret = SECRET\n}",
        "clientId,clientSecret\nx,SECRET",
        "SECRET",
      })
  void otherFormats_areRejected(String text) throws IOException {
    assertRejected("a.properties", text, "is not a properties file or JSON: line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant=contoso.com",
        "tenant: contoso.com",
        "  tenant = contoso.com\n    clientId =\\\n   1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11",
        "! comment: of\n  tenant: contoso.com",
        "tenant contoso.com",
        "a=b\\\n  [c]\\\n- d\ntenant=contoso.com",
        "a.b=\n  tenant=contoso.com",
        "tenant=contoso.com\nlist=[a, b]\nmap={a}\nurl=https://x:8080/",
        "\n\n#[section]\ntenant=contoso.com\n",
      })
  void properties_areRead(String text) throws IOException {
    assertThat(DigitalTwinsConfig.fromFile(write("a.properties", text)).tenant())
        .isEqualTo("contoso.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant=contoso.com\ntenant=contoso.com",
        "tenant=contoso.com\ntenant: fabrikam.com",
        "tenant=contoso.com\nother=1\nother=2",
        "{\"tenant\":\"contoso.com\",\"tenant\":\"contoso.com\"}",
        "{\"tenant\":\"contoso.com\",\"tenant\":null}",
        "{\"tenant\":\"contoso.com\",\"A\":{\"b\":1,\"b\":2}}",
        "{\"tenant\":\"contoso.com\",\"A\":[{\"b\":1,\"b\":2}]}",
      })
  void duplicateKey_isRejected(String text) throws IOException {
    Path file = write("a.conf", text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageStartingWith("The settings file " + file + " has the key '")
        .withMessageContaining("' twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tenant: contoso.com}",
        "{'tenant': 'contoso.com'}",
        "{\"tenant\" = \"contoso.com\"}",
        "{\"tenant\": contoso.com}",
        "{\"tenant\": \"contoso.com\"} {}",
      })
  void malformedJson_isRejected(String text) throws IOException {
    assertRejected("a.json", text, "JSON");
    assertRejected("a.conf", text, "JSON");
  }
}
