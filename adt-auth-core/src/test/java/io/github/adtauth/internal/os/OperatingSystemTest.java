package io.github.adtauth.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatingSystemTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, LINUX",
    "Mac OS X, MACOS",
    "Windows 11, WINDOWS",
    "Windows Server 2025, WINDOWS",
    "FreeBSD, OTHER",
    "Darwin, OTHER",
    "'', OTHER"
  })
  void name_isRecognized(String name, OperatingSystem system) {
    assertThat(OperatingSystem.fromName(name)).isEqualTo(system);
  }

  @Test
  void namesOfVariables_ignoreCaseOnWindowsOnly() {
    Map<String, String> variables = Map.of("Path", "a", "azure_tenant_id", "b");
    Map<String, String> windows = OperatingSystem.WINDOWS.environment(variables);
    assertThat(windows.get("PATH")).isEqualTo("a");
    assertThat(windows.get("AZURE_TENANT_ID")).isEqualTo("b");
    assertThat(windows.getOrDefault("azure_Tenant_id", "")).isEqualTo("b");
    assertThat(windows).hasSize(2).doesNotContainKey("PATHEXT");
    for (OperatingSystem unix :
        new OperatingSystem[] {OperatingSystem.LINUX, OperatingSystem.MACOS}) {
      assertThat(unix.environment(variables)).doesNotContainKey("PATH");
    }
  }
}
