package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.spring.AdtAuthProperties.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The properties, their sources, and what is wrong with them. */
class PropertiesTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String TENANT = "66666666-7777-8888-9999-000000000001";
  private static final String SECRET = "hunter2~hunter2";
  private static final String[] FOUR = {
    "adt-auth.client-id=" + ID,
    "adt-auth.tenant=" + TENANT,
    "adt-auth.endpoint=contoso.api.weu.digitaltwins.azure.net",
    "adt-auth.credential.secret=" + SECRET
  };

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(SslAutoConfiguration.class, AdtAuthAutoConfiguration.class));

  private static String[] azure() {
    return new String[] {
      "AZURE_CLIENT_ID=" + ID,
      "AZURE_TENANT_ID=" + TENANT,
      "AZURE_CLIENT_SECRET=" + SECRET,
      "ADT_ENDPOINT=contoso.api.weu.digitaltwins.azure.net"
    };
  }

  @Test
  void fourProperties_areEnough() {
    runner
        .withPropertyValues(FOUR)
        .run(
            context -> {
              DigitalTwinsConfig config = context.getBean(DigitalTwinsConfig.class);
              assertThat(config.clientId()).isEqualTo(ID);
              assertThat(config.tenant()).isEqualTo(TENANT);
              assertThat(config.endpoint())
                  .isEqualTo(URI.create("https://contoso.api.weu.digitaltwins.azure.net"));
              assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(60));
              assertThat(context.getBean(ClientCredential.class)).hasToString("client secret");
              assertThat(context.getBean(AdtAuthProperties.class).toString())
                  .contains("***")
                  .doesNotContain(SECRET);
            });
  }

  @Test
  void allProperties_areBound() {
    runner
        .withPropertyValues(FOUR)
        .withPropertyValues(
            "adt-auth.authority-host=https://login.microsoftonline.us",
            "adt-auth.app-id-uris=api://rooms,https://rooms.contoso.com",
            "adt-auth.timeouts.call=10s",
            "adt-auth.timeouts.token=5s",
            "adt-auth.store.type=memory",
            "adt-auth.store.max-size=128MB",
            "adt-auth.store.keys=k:x",
            "adt-auth.store.prefix=rooms:",
            "adt-auth.store.timeout=1s")
        .run(
            context -> {
              AdtAuthProperties properties = context.getBean(AdtAuthProperties.class);
              assertThat(properties.appIdUris())
                  .isEqualTo(List.of("api://rooms", "https://rooms.contoso.com"));
              Store store = properties.store();
              assertThat(store.type()).isEqualTo(Store.Type.MEMORY);
              assertThat(store.maxSize().toMegabytes()).isEqualTo(128);
              assertThat(store.keys()).isEqualTo(Secret.of("k:x"));
              assertThat(store.prefix()).isEqualTo("rooms:");
              assertThat(store.timeout()).isEqualTo(Duration.ofSeconds(1));
              DigitalTwinsConfig config = context.getBean(DigitalTwinsConfig.class);
              assertThat(config.cloud().authorityHost())
                  .isEqualTo(URI.create("https://login.microsoftonline.us"));
              assertThat(config.appIdUris()).hasSize(2);
              assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(10));
              assertThat(config.tokenTimeout()).isEqualTo(Duration.ofSeconds(5));
            });
  }

  @Test
  void variables_areSecondSource() {
    runner
        .withPropertyValues(azure())
        .run(
            context -> {
              assertThat(context.getBean(DigitalTwinsConfig.class).clientId()).isEqualTo(ID);
              assertThat(context.getBean(ClientCredential.class)).hasToString("client secret");
            });
  }

  /** A Kubernetes cluster injects the token file beside what the deployment sets. */
  @Test
  void variables_areReadInOrderOfAzureIdentity() {
    String[] without = {azure()[0], azure()[1], azure()[3], "AZURE_FEDERATED_TOKEN_FILE=token"};
    for (String[] properties :
        new String[][] {
          {"federated token of token"},
          {"certificate of rooms.pem", "AZURE_CLIENT_CERTIFICATE_PATH=rooms.pem"},
          {
            "client secret",
            "AZURE_CLIENT_CERTIFICATE_PATH=rooms.pem",
            "AZURE_CLIENT_SECRET=" + SECRET
          }
        }) {
      runner
          .withPropertyValues(without)
          .withPropertyValues(Arrays.copyOfRange(properties, 1, properties.length))
          .run(
              context ->
                  assertThat(context.getBean(ClientCredential.class)).hasToString(properties[0]));
    }
  }

  @Test
  void springCloudAzure_isThirdSource() {
    runner
        .withPropertyValues(
            "adt-auth.endpoint=contoso.api.weu.digitaltwins.azure.net",
            "spring.cloud.azure.credential.client-id=" + ID,
            "spring.cloud.azure.credential.client-secret=" + SECRET,
            "spring.cloud.azure.profile.tenant-id=" + TENANT,
            "AZURE_TENANT_ID=" + TENANT) // incomplete
        .run(
            context ->
                assertThat(context.getBean(DigitalTwinsConfig.class).clientId()).isEqualTo(ID));
  }

  @Test
  void twoSources_areRejectedByName() {
    assertFailure(
        join(FOUR, azure()),
        "adt-auth.client-id and adt-auth.credential.secret",
        "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
        "adt-auth.credential.environment");
    runner
        .withPropertyValues(join(FOUR, azure()))
        .withPropertyValues("adt-auth.credential.environment=false")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void environment_excludesOtherSources() {
    assertFailure(
        join(join(FOUR, azure()), "adt-auth.credential.environment=true"),
        "adt-auth.credential.environment is true");
    runner
        .withPropertyValues(azure())
        .withPropertyValues("adt-auth.credential.environment=true")
        .run(context -> assertThat(context).hasNotFailed());
    assertFailure(
        new String[] {"adt-auth.credential.environment=true", "AZURE_CLIENT_ID=" + ID},
        "AZURE_TENANT_ID, AZURE_CLIENT_SECRET are missing");
  }

  @Test
  void sources_areNotMixed() {
    assertFailure(
        join(azure(), "adt-auth.client-id=" + ID),
        "adt-auth.tenant, adt-auth.credential.secret are missing",
        "one source");
  }

  @Test
  void variables_areCredentialOfOwnBeanOnlyForSameApplication() {
    ApplicationContextRunner own =
        runner.withBean(
            DigitalTwinsConfig.class,
            () ->
                DigitalTwinsConfig.builder()
                    .clientId(ID)
                    .tenant(TENANT)
                    .endpoint("contoso.api.weu.digitaltwins.azure.net")
                    .build());
    own.withPropertyValues(azure()).run(context -> assertThat(context).hasNotFailed());
    for (String other :
        List.of(
            "AZURE_CLIENT_ID=11111111-2222-3333-4444-555555555556",
            "AZURE_TENANT_ID=66666666-7777-8888-9999-000000000002")) {
      own.withPropertyValues(azure())
          .withPropertyValues(other)
          .run(
              context -> {
                assertThat(context).hasFailed();
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining(
                        "AZURE_CLIENT_ID and AZURE_TENANT_ID name another application");
              });
    }
  }

  @Test
  void missingProperties_areNamed() {
    assertFailure(new String[0], "adt-auth.client-id", "adt-auth.tenant", "adt-auth.credential");
    assertFailure(without("adt-auth.endpoint"), "adt-auth.endpoint is missing", "host name");
    assertFailure(without("adt-auth.tenant"), "adt-auth.tenant is missing");
    assertFailure(without("adt-auth.credential.secret"), "adt-auth.credential.secret is missing");
    assertFailure(
        join(without("adt-auth.credential.secret"), "adt-auth.credential.secret= "),
        "adt-auth.credential.secret is missing");
  }

  @Test
  void invalidProperties_areNamed() {
    assertFailure(join(FOUR, "adt-auth.client-id=rooms"), "(from adt-auth.client-id): must be a");
    assertFailure(join(FOUR, "adt-auth.tenant=common"), "(from adt-auth.tenant): must name");
    assertFailure(join(FOUR, "adt-auth.tenant=" + ID), "(from adt-auth.tenant): is the same");
    assertFailure(join(FOUR, "adt-auth.endpoint=http://x.y"), "(from adt-auth.endpoint): must be");
    assertFailure(join(FOUR, "adt-auth.authority-host=http://x"), "adt-auth.authority-host");
    assertFailure(join(FOUR, "adt-auth.app-id-uris=rooms"), "(from adt-auth.app-id-uris)");
    assertFailure(join(FOUR, "adt-auth.timeouts.call=0s"), "adt-auth.timeouts.call is PT0S");
    assertFailure(
        join(FOUR, "adt-auth.credential.secret=<" + SECRET + ">"),
        "(from adt-auth.credential.secret): is a placeholder");
  }

  @Test
  void twoCredentials_areRejectedByName() {
    assertFailure(
        join(FOUR, "adt-auth.credential.certificate-file=rooms.pem"),
        "adt-auth.credential.secret and adt-auth.credential.certificate-file are set");
  }

  @Test
  void everyCredential_isCreated() {
    assertCredential("certificate-file=rooms.pem", "certificate of rooms.pem");
    assertCredential("federated-token-file=token", "federated token of token");
    assertCredential("managed-identity=system", "managed identity");
    assertCredential("managed-identity=" + TENANT, "managed identity");
  }

  private void assertCredential(String property, String expected) {
    runner
        .withPropertyValues(without("adt-auth.credential.secret"))
        .withPropertyValues("adt-auth.credential." + property)
        .run(context -> assertThat(context.getBean(ClientCredential.class)).hasToString(expected));
  }

  /** Asserts that the start fails with a sentence that has these parts and not the secret. */
  private void assertFailure(String[] properties, String... parts) {
    runner
        .withPropertyValues(properties)
        .run(
            context -> {
              assertThat(context).hasFailed();
              Throwable failure = context.getStartupFailure();
              String description =
                  new AdtAuthFailureAnalyzer().analyze(failure).getDescription()
                      + " "
                      + new AdtAuthFailureAnalyzer().analyze(failure).getAction();
              assertThat(description).contains(parts).doesNotContain(SECRET, "(from code)");
              for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET);
              }
            });
  }

  private static String[] without(String name) {
    return Arrays.stream(FOUR)
        .filter(property -> !property.startsWith(name + "="))
        .toArray(String[]::new);
  }

  private static String[] join(String[] first, String... second) {
    return java.util.stream.Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
