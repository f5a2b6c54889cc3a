package io.github.adtauth.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.LocalAzure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that the Azure CLI of the samples can be run on every system. */
class PlatformTest {
  @Test
  void azureCli_isScriptOfUnixAndOfWindows() throws Exception {
    try (LocalAzure azure = LocalAzure.start()) {
      Path folder = Path.of(Platform.environment(Role.ADMINISTRATOR, azure).get("PATH"));
      assertThat(Files.readString(folder.resolve("az"))).startsWith("#!/bin/sh\n");
      assertThat(Files.readString(folder.resolve("az.cmd")))
          .startsWith("@echo off\r\necho %*|findstr graph>nul && (echo {\"accessToken\":")
          .endsWith("})\r\n")
          .hasSizeLessThan(8191); // the longest line of cmd.exe
    }
  }
}
