package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingMessageTest {
  private static final String ID = "1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11";
  private static final String SECRET = "abC8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "AZURE_CLIENT_ID | my-app | a GUID",
        "AZURE_CLIENT_ID | <your client id> | a placeholder",
        "AZURE_CLIENT_ID | ${CLIENT_ID} | a placeholder",
        "AZURE_CLIENT_ID | $(clientId) | a placeholder",
        "AZURE_CLIENT_ID | %CLIENT_ID% | a placeholder",
        "AZURE_CLIENT_ID | 00000000-0000-0000-0000-000000000000 | a placeholder",
        "AZURE_CLIENT_ID | \"1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11\" | must not be quoted",
        "AZURE_CLIENT_ID | '1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11' | must not be quoted",
        "AZURE_CLIENT_ID | “1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11” | must not be quoted",
        "AZURE_CLIENT_ID | {1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11} | must not be in brackets",
        "AZURE_CLIENT_ID | <1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11> | must not be in brackets",
        "AZURE_CLIENT_ID | api://1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11 | the GUID only",
        "AZURE_CLIENT_ID | 1f0c2a447b1d4a0e9c580e6f1f6d2b11 | a GUID",
        "AZURE_CLIENT_ID | 0b07f429-9f4b-4714-9392-cc5e8e80c8b0 | Azure Digital Twins itself",
        "AZURE_TENANT_ID | common | a single directory",
        "AZURE_TENANT_ID | ORGANIZATIONS | a single directory",
        "AZURE_TENANT_ID | consumers | a single directory",
        "AZURE_TENANT_ID | 9188040d-6c67-4c5b-b112-36a304b66dad | a single directory",
        "AZURE_TENANT_ID | Contoso | contoso.onmicrosoft.com",
        "AZURE_TENANT_ID | Contoso Ltd. | contoso.onmicrosoft.com",
        "AZURE_TENANT_ID | https://login.microsoftonline.com/contoso.com | only, not a URL",
        "AZURE_TENANT_ID | https://login.microsoftonline.com/{tenant} | a placeholder",
        "AZURE_TENANT_ID | jane@contoso.com | not a URL or user name",
        "AZURE_TENANT_ID | evil/path | not a URL",
        "ADT_ENDPOINT | http://contoso.api.weu.digitaltwins.azure.net | https",
        "ADT_ENDPOINT | contoso | full host name",
        "ADT_ENDPOINT | https:/contoso.api.weu.digitaltwins.azure.net | full host name",
        "ADT_ENDPOINT | digitaltwins.azure.net | of your instance",
        "ADT_ENDPOINT | https://{name}.{location}.azuresmartspaces.net/ | a placeholder",
        "ADT_ENDPOINT | https://user:pw@contoso.azure.net | not contain a user name",
        "ADT_ENDPOINT | https://contoso.azure.net/?a=b | not have a query or fragment",
        "ADT_ENDPOINT | https://contoso.azure.net/#a | not have a query or fragment",
        "ADT_ENDPOINT | https://münchen.azure.net | a host name",
        "ADT_ENDPOINT | https://my_twins.azure.net | a host name",
        "ADT_ENDPOINT | https:///a | a host name",
        "ADT_ENDPOINT | https://contoso.azure.net:70000 | port",
        "ADT_ENDPOINT | https://contoso.azure.net:0 | port",
        "ADT_ENDPOINT | https://a b.net | not a URL",
        "ADT_ENDPOINT | https:// | not a URL",
        "AZURE_AUTHORITY_HOST | https://login.microsoftonline.com/common | not have a path",
        "AZURE_AUTHORITY_HOST | http://login.microsoftonline.com | https",
        "AZURE_AUTHORITY_HOST | https://login.microsoftonline.com/{0} | a placeholder",
        "ADT_SCOPE | a b | single scope",
        "ADT_SCOPE | https://digitaltwins.azure.net | ends with a permission",
        "ADT_SCOPE | https://digitaltwins.azure.net/ | ends with a permission",
        "ADT_API_VERSION | latest | a date such as 2023-10-31",
        "ADT_REDIRECT_URI | https://microsoft.com | http://localhost",
        "ADT_REDIRECT_URI | https://localhost:8080/ | http://localhost",
        "ADT_REDIRECT_URI | urn:ietf:wg:oauth:2.0:oob | http://localhost",
        "ADT_REDIRECT_URI | http://localhost.evil.example/ | http://localhost",
        "ADT_REDIRECT_URI | http://localhost@evil.example/ | http://localhost",
        "ADT_REDIRECT_URI | http://localhost/?a=b | not have a query or fragment",
        "AZURE_CLIENT_SECRET | <your secret> | a placeholder",
        "AZURE_CLIENT_SECRET | ${SECRET} | a placeholder",
        "AZURE_CLIENT_SECRET | \"abc\" | must not be quoted",
        "AZURE_CLIENT_SECRET | @Microsoft.KeyVault(SecretUri=https://v) | unresolved",
      })
  void invalidValue_messageNamesValueSourceAndFix(String variable, String value, String reason) {
    assertThat(rejectionMessage(Map.of(variable, value)))
        .contains("(from the environment variable " + variable + "): ")
        .contains(reason)
        .hasSizeLessThan(420)
        .doesNotContain("\n", ". .", "..");
  }

  @ParameterizedTest
  @CsvSource({
    "AZURE_CLIENT_ID, x, step 4 (Overview",
    "AZURE_TENANT_ID, x, step 4 (Overview",
    "ADT_ENDPOINT, x, 'Host name'",
    "AZURE_AUTHORITY_HOST, x:y, another cloud",
    "ADT_SCOPE, x y, https://digitaltwins.azure.net/.default",
    "ADT_API_VERSION, x, Omit it",
    "ADT_REDIRECT_URI, x, step 2 (Authentication",
    "AZURE_CLIENT_SECRET, <x>, step 7 (Certificates & secrets) and use its Value",
  })
  void invalidValue_messageNamesPlaceOfValidOne(String variable, String value, String place) {
    String[] where = place.split("'", -1);
    assertThat(rejectionMessage(Map.of(variable, value)))
        .contains(where.length > 1 ? where[1] : place);
  }

  @ParameterizedTest
  @EnumSource(value = Setting.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_SECRET")
  void secretInWrongSetting_isNotDisplayed(Setting setting) {
    for (String form :
        List.of(
            "%s <>",
            "<%s>", "https://user:%s@host/<>", "https://h/?k=%s<>", "h/%s/a <>", "u:%s@h <>")) {
      assertThat(rejection(Map.of(setting.variable, form.formatted(SECRET))))
          .hasMessageStartingWith("Invalid " + setting.label + " '")
          .hasMessageNotContaining(SECRET.substring(0, 6))
          .hasMessageNotContaining(SECRET.substring(SECRET.length() - 6))
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "<%s>", "${%s}", "@Microsoft.KeyVault(%s)"})
  void clientSecret_isNeverDisplayed(String form) {
    assertThat(rejection(Map.of("AZURE_CLIENT_SECRET", form.formatted("hunter2"))))
        .hasMessageStartingWith("Invalid Client secret (from the environment variable")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl0",
        "Zm9v+YmFyYmF6/cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5MQ==",
        "0123456789abcdef0123456789abcdef",
        "H4.xK[9s:2Lq;pW7v]Zr=m/T8nB(c6)!",
      })
  void secretLikeValue_isTruncated(String value) {
    assertThat(rejectionMessage(Map.of("AZURE_CLIENT_ID", value)))
        .contains("'" + value.substring(0, 3) + "… (" + value.length() + " characters)'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b1",
        "contoso2020example.onmicrosoft.com",
        "api://1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11",
        "the name of my application",
      })
  void ordinaryValue_isDisplayedUnchanged(String value) {
    assertThat(rejectionMessage(Map.of("AZURE_CLIENT_ID", value)))
        .contains("Invalid Client ID '" + value + "' ");
  }

  @Test
  void longOrUnprintableValue_isOneShortLine() {
    assertThat(
            rejectionMessage(
                Map.of("AZURE_CLIENT_ID", "x\r\nINFO forged\u202e" + " word".repeat(500))))
        .doesNotContain("\r", "\n", "\u202e")
        .hasSizeLessThan(300);
  }

  @Test
  void severalInvalidValues_areListedInOneMessage() {
    assertThat(
            rejectionMessage(
                    Map.of("AZURE_CLIENT_ID", "x", "AZURE_TENANT_ID", "common", "ADT_SCOPE", "a b"))
                .lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("Invalid Client ID 'x' (from"),
            line -> assertThat(line).startsWith("Invalid Tenant 'common' (from"),
            line -> assertThat(line).startsWith("Invalid Scope 'a b' (from"));
  }

  @Test
  void duplicateId_isRejected() {
    assertThat(
            rejectionMessage(
                Map.of("AZURE_CLIENT_ID", ID, "AZURE_TENANT_ID", ID.toUpperCase(Locale.ROOT))))
        .startsWith("Invalid Tenant (from the environment variable AZURE_TENANT_ID):")
        .contains("the same as the Client ID");
    assertThat(rejectionMessage(Map.of("AZURE_CLIENT_ID", ID, "AZURE_CLIENT_SECRET", ID)))
        .startsWith("Invalid Client secret (from")
        .contains("the same as the Client ID", "use its Value");
  }

  @Test
  void guidAsSecret_isAccepted() {
    String secret = "5e1c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11";
    assertThat(
            DigitalTwinsConfig.builder()
                .clientSecret(Secret.of(secret))
                .build()
                .clientSecret()
                .reveal())
        .isEqualTo(secret);
  }

  private static String rejectionMessage(Map<String, String> environment) {
    return String.valueOf(rejection(environment).getMessage());
  }

  private static IllegalArgumentException rejection(Map<String, String> environment) {
    return catchThrowableOfType(
        IllegalArgumentException.class,
        () -> DigitalTwinsConfig.builder().environment(environment).build());
  }
}
