package io.github.adtauth.internal.credential;

import io.github.adtauth.CredentialException;
import io.github.adtauth.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Signs client assertions with the key in a file, and reloads the file when it changes. */
public final class CertificateFile implements ClientAuthenticationSource {
  private final Path path;
  private final @Nullable Secret password;
  private final boolean sendsChain;
  private final ReloadingFile<CertificateAssertion> file;

  /** Creates a source that reads the file for the first client authentication. */
  public CertificateFile(Path path, @Nullable Secret password, boolean sendsChain) {
    this.path = path;
    this.password = password;
    this.sendsChain = sendsChain;
    this.file = new ReloadingFile<>(path, "certificate", this::parse);
  }

  private CertificateAssertion parse(byte[] bytes) {
    CertificateKey key = CertificateReader.read(bytes, password);
    return new CertificateAssertion(
        sendsChain ? key.sendingChain() : key, "certificate of " + path);
  }

  /** Returns a copy that sends the certificate chain. */
  public CertificateFile sendingChain() {
    return new CertificateFile(path, password, true);
  }

  @Override
  public ClientAuthentication authenticate(ClientAuthenticationRequest request) throws IOException {
    try {
      return file.current(request.listener()).authenticate(request);
    } catch (CredentialException e) {
      // The file may have been replaced without a change of its version.
      file.invalidate();
      throw e;
    }
  }

  @Override
  public boolean reload() {
    file.invalidate();
    return true;
  }
}
