package io.github.adtauth.internal.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests messages with file names that contain line breaks. */
@DisabledOnOs(OS.WINDOWS) // has no such names
class DisplayedFilesTest {
  private static final String NAME = "a\n2026-01-01 ERROR forged\u001b[2J";

  @TempDir Path folder;

  private static void assertMessageIsOneLine(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).contains("ERROR forged");
    assertThat(Redactor.isLine(thrown.getMessage())).as(thrown.getMessage()).isTrue();
  }

  @Test
  void unwritableCertificate_messageIsOneLine() throws IOException {
    Path pem = Files.createDirectory(folder.resolve(NAME));

    assertMessageIsOneLine(
        () -> CertificateGenerator.create(pem, "job", Duration.ofDays(1), Clock.systemUTC()));
  }

  @Test
  void unreadableCertificate_messageIsOneLine() throws IOException {
    Path pem = Files.writeString(folder.resolve(NAME), "not a certificate");

    assertMessageIsOneLine(() -> KeyFile.read(pem));
  }

  @Test
  void otherSettingsFile_messageIsOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve(NAME), "{}");

    assertMessageIsOneLine(() -> SettingsFile.open(file, "", null));
  }

  @Test
  void directoryAsSettingsFile_messageIsOneLine() throws IOException {
    Path file = Files.createDirectory(folder.resolve(NAME));

    assertMessageIsOneLine(() -> SettingsFile.open(file, "", null));
  }
}
