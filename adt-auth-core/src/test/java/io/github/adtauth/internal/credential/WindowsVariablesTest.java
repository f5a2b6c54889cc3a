package io.github.adtauth.internal.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.internal.os.OperatingSystem;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that names of variables ignore case on Windows, where other programs ignore it too. */
class WindowsVariablesTest {
  private static final Map<String, String> LOWER = Map.of("azure_client_secret", "the secret");

  @Test
  void nameInOtherCase_isFoundOnWindowsOnly() {
    assertThat(EnvironmentCredential.find(LOWER, OperatingSystem.WINDOWS)).isNotNull();
    assertThat(EnvironmentCredential.find(LOWER, OperatingSystem.LINUX)).isNull();
    assertThat(EnvironmentCredential.find(LOWER, OperatingSystem.MACOS)).isNull();
  }

  /** In cmd.exe, {@code set X="C:\a.pem"} makes the quotes a part of the value. */
  @Test
  void invalidPath_isRejectedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EnvironmentCredential.federatedTokenFile(
                    Map.of("AZURE_FEDERATED_TOKEN_FILE", "a\0")))
        .withMessage("the environment variable AZURE_FEDERATED_TOKEN_FILE is not a path");
  }
}
