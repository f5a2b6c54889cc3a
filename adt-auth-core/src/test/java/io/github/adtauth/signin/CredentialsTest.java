package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.AssertionSigner;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests each credential, for a service and on behalf of users. */
class CredentialsTest {
  @TempDir private static Path folder;

  private final CredentialFixture credentials = new CredentialFixture(folder);
  private final SignInFixture fixture = credentials.fixture;
  private final FakeEntra entra = credentials.entra;
  private final HeldCertificate certificate = credentials.certificate;

  @AfterEach
  void stop() {
    credentials.close();
  }

  /** The kinds of credentials. */
  enum Kind {
    SECRET,
    PEM_FILE,
    PFX_FILE,
    PFX_BYTES,
    OBJECTS,
    SIGNER_PS256,
    SIGNER_RS256,
    FEDERATED_FILE,
    FEDERATED_CALLBACK,
    MANAGED_IDENTITY
  }

  private AssertionSigner rs256() {
    return new AssertionSigner() {
      @Override
      public byte[] sign(byte[] signingInput) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(certificate.keyPair().getPrivate());
        signature.update(signingInput);
        return signature.sign();
      }

      @Override
      public String algorithm() {
        return "RS256";
      }
    };
  }

  private AssertionSigner ps256() {
    return data -> {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initSign(certificate.keyPair().getPrivate());
      signature.update(data);
      return signature.sign();
    };
  }

  private ClientCredential credential(Kind kind, Registration app) throws IOException {
    return switch (kind) {
      case SECRET -> ClientCredential.secret(app.secret());
      case PEM_FILE -> ClientCredential.certificate(credentials.pem(certificate));
      case PFX_FILE ->
          ClientCredential.certificate(
              Files.write(credentials.folder.resolve("own.pfx"), TestKeys.pfx("word", certificate)),
              Secret.of("word"));
      case PFX_BYTES ->
          ClientCredential.certificate(TestKeys.pfx("word", certificate), Secret.of("word"));
      case OBJECTS ->
          ClientCredential.certificate(
              certificate.keyPair().getPrivate(), List.of(certificate.certificate()));
      case SIGNER_PS256 -> ClientCredential.signer(ps256(), List.of(certificate.certificate()));
      case SIGNER_RS256 -> ClientCredential.signer(rs256(), List.of(certificate.certificate()));
      case FEDERATED_FILE ->
          ClientCredential.federatedTokenFile(
              Files.writeString(
                  credentials.folder.resolve("token"),
                  credentials.federated(CredentialFixture.AUDIENCE) + "\n"));
      case FEDERATED_CALLBACK ->
          ClientCredential.federatedToken(
              () -> Secret.of(credentials.federated(CredentialFixture.AUDIENCE)));
      case MANAGED_IDENTITY ->
          ClientCredential.managedIdentity(
              request -> {
                assertThat(request.scopes())
                    .containsExactly(CredentialFixture.AUDIENCE + "/.default");
                return AccessToken.of(
                    credentials.federated(CredentialFixture.AUDIENCE),
                    fixture.time.clock().instant().plusSeconds(3600));
              });
    };
  }

  @ParameterizedTest
  @EnumSource
  void service_acquiresToken(Kind kind) throws IOException {
    AccessToken token = credentials.job(credential(kind, entra.daemon())).token(TWINS);
    assertThat(entra.verify(token.value()).get("oid").getAsString())
        .isEqualTo(entra.daemon().servicePrincipalId());
    assertThat(entra.tokenCalls("client_credentials")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void onBehalfOf_acquiresTokenOfUser(Kind kind) throws IOException {
    OnBehalfOf onBehalfOf =
        fixture.signIn(entra.webApi()).onBehalfOf(credential(kind, entra.webApi()));
    AccessToken token =
        onBehalfOf.forUser(entra.assertionFor(entra.alice(), entra.webApi())).token(TWINS);
    assertThat(entra.verify(token.value()).get("oid").getAsString()).isEqualTo(entra.alice().oid());
  }

  @Test
  void certificateChain_isSentOnlyIfEnabled() throws IOException {
    ClientCredential plain = ClientCredential.certificate(credentials.pem(certificate));
    credentials.job(plain).token(TWINS);
    credentials.job(plain.sendCertificateChain()).token(TWINS);
    assertThat(headerOfCall(0)).contains("x5t#S256").contains("PS256").doesNotContain("x5c");
    assertThat(headerOfCall(1)).contains("x5c");
    assertThatThrownBy(() -> ClientCredential.secret("x").sendCertificateChain())
        .isInstanceOf(IllegalStateException.class);
  }

  private String headerOfCall(int index) {
    String assertion =
        entra.tokenCalls("client_credentials").get(index).parameter("client_assertion");
    return new String(
        Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[0]), StandardCharsets.UTF_8);
  }
}
