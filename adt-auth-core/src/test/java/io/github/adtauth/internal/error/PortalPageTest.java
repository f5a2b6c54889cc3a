package io.github.adtauth.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Cloud;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of {@link PortalPage}. */
class PortalPageTest {
  private static final URI ENTRA = Cloud.PUBLIC.authorityHost();

  @ParameterizedTest
  @CsvSource({
    "CONSENT, https://login.microsoftonline.com/contoso.com/adminconsent?client_id=c-1",
    "REDIRECT_URI, ~/Authentication/appId/c-1",
    "PUBLIC_CLIENT, ~/Authentication/appId/c-1",
    "IDS, ~/Overview/appId/c-1",
    "API_PERMISSION, ~/CallAnAPI/appId/c-1",
    "CREDENTIAL, ~/Credentials/appId/c-1",
    "EXPOSED_API, ~/ProtectAnAPI/appId/c-1",
  })
  void stepWithPage_isLinked(RegistrationStep step, String link) {
    Fix fix = PortalPage.addTo(new Fix(step, "Do it."), ENTRA, "contoso.com", "c-1");
    assertThat(fix.link())
        .isEqualTo(
            link.startsWith("~")
                ? "https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/"
                    + "ApplicationMenuBlade/"
                    + link
                : link);
    assertThat(fix).asString().endsWith("). " + fix.link()).startsWith("Do it. See ");
  }

  @ParameterizedTest
  @EnumSource(names = {"NEW_REGISTRATION", "INSTANCE_ROLE"})
  void stepWithoutPage_isUnchanged(RegistrationStep step) {
    Fix fix = new Fix(step, "Do it.");
    assertThat(PortalPage.addTo(fix, ENTRA, "t", "c")).isSameAs(fix);
  }

  @Test
  void fixWithoutStep_isUnchanged() {
    Fix fix = new Fix(null, "Wait.");
    assertThat(PortalPage.addTo(fix, ENTRA, "t", "c")).isSameAs(fix);
  }

  @Test
  void cloudWithoutPortal_hasOnlyConsentLink() {
    URI own = URI.create("https://login.example.org");
    assertThat(link(RegistrationStep.IDS, own)).isNull();
    assertThat(link(RegistrationStep.CONSENT, own))
        .isEqualTo("https://login.example.org/t/adminconsent?client_id=c");
    assertThat(link(RegistrationStep.IDS, Cloud.US_GOVERNMENT.authorityHost()))
        .startsWith("https://portal.azure.us/");
  }

  private static String link(RegistrationStep step, URI authorityHost) {
    return PortalPage.addTo(new Fix(step, "Do it."), authorityHost, "t", "c").link();
  }
}
