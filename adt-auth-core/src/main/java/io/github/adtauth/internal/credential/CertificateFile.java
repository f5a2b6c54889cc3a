package io.github.adtauth.internal.credential;

import io.github.adtauth.CredentialException;
import io.github.adtauth.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Proofs of the key in a file. */
public final class CertificateFile implements ClientAuthenticationSource {
  private final Path path;
  private final @Nullable Secret password;
  private final boolean sendsChain;
  private final ReloadingFile<CertificateAssertion> file;

  public CertificateFile(Path path, @Nullable Secret password, boolean sendsChain) {
    this.path = path;
    this.password = password;
    this.sendsChain = sendsChain;
    this.file = new ReloadingFile<>(path, "certificate", this::parse);
  }

  private CertificateAssertion parse(byte[] bytes) {
    CertificateKey identity = CertificateReader.read(bytes, password);
    return new CertificateAssertion(
        sendsChain ? identity.sendingChain() : identity, "certificate of " + path);
  }

  public CertificateFile sendingChain() {
    return new CertificateFile(path, password, true);
  }

  @Override
  public ClientAuthentication proof(ClientAuthenticationRequest request) throws IOException {
    try {
      return file.current(request.listener()).proof(request);
    } catch (CredentialException e) {
      file.forgetStamp(); // nobody else refuses it: a change that does not show is seen next time
      throw e;
    }
  }

  @Override
  public boolean reload() {
    file.forgetStamp();
    return true;
  }
}
