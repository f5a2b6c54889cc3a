package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The content security policy of the page. */
class PagePolicyTest extends RoomsApiFixture {
  @Test
  void policy_isAHeader_thatNamesTheAuthorityAlone() {
    for (String path : List.of("/", "/index.html", "/rooms.js", "/page-settings", "/rooms")) {
      List<String> policies = get(path, "").headers().allValues("Content-Security-Policy");
      assertThat(policies).as(path).hasSize(1);
      assertThat(directives(policies.get(0)))
          .as(path)
          .contains("connect-src 'self' https://login.microsoftonline.com")
          .contains("frame-ancestors 'none'", "base-uri 'none'");
    }
    assertThat(get("/", "").body()).doesNotContainIgnoringCase("Content-Security-Policy");
  }

  @Test
  void redirectPage_connectsToNowhereElse() {
    String policy =
        get("/redirect.html", "").headers().firstValue("Content-Security-Policy").orElse("");
    assertThat(directives(policy)).contains("default-src 'self'", "frame-ancestors 'self'");
    assertThat(policy).doesNotContain("https:");
  }

  private static List<String> directives(String policy) {
    return Arrays.stream(policy.split(";")).map(String::strip).toList();
  }
}
