package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.spring.ChallengeAdvice;
import org.junit.jupiter.api.Test;

/** The web API in a national cloud: its challenge and its page name that cloud's authority. */
class NationalCloudTest {
  private static final String AUTHORITY = "https://login.microsoftonline.us";

  @Test
  void challenge_namesTheConfiguredCloud() {
    DigitalTwinsConfig config = DigitalTwinsConfig.builder().cloud(Cloud.US_GOVERNMENT).build();
    String header =
        new ChallengeAdvice(config)
            .respond(new InteractionRequiredException(ErrorDetails.of("more is required")))
            .getHeaders()
            .getFirst("WWW-Authenticate");
    assertThat(header).contains("authorization_uri=\"" + AUTHORITY + "/");
  }

  @Test
  void pagePolicy_namesTheConfiguredCloud() {
    assertThat(Security.pagePolicy(Cloud.US_GOVERNMENT))
        .contains("connect-src 'self' " + AUTHORITY + ";")
        .doesNotContain("microsoftonline.com");
  }
}
