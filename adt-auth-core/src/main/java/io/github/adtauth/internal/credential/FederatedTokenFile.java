package io.github.adtauth.internal.credential;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.FederatedTokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads a token from a file that the platform replaces before the token expires. The token is never
 * cached.
 */
public record FederatedTokenFile(Path path) implements FederatedTokenSource {
  @Override
  public Secret token() {
    try {
      String text = new String(ReloadingFile.read(path), StandardCharsets.US_ASCII).strip();
      if (text.isEmpty()) {
        throw new IllegalArgumentException("it is empty");
      }
      return Secret.of(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new CredentialException(
          ErrorDetails.of(
                  "Failed to read the federated token file "
                      + path
                      + ": "
                      + ReloadingFile.reason(e)
                      + ".")
              .fix(
                  new Fix(
                      null,
                      "In Kubernetes, label the pod azure.workload.identity/use: \"true\" and name"
                          + " its service account."))
              .cause(e instanceof IOException ? e : null));
    }
  }
}
