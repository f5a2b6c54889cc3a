package io.github.adtauth.doctor;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.doctor.SignInKind;
import io.github.adtauth.internal.doctor.SignInSetup;
import io.github.adtauth.signin.DeviceCodePrompt;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The sign-in that a {@link Doctor} tries. Each instance signs in once per diagnosis. Immutable and
 * thread-safe. Its text contains no secret.
 */
public final class SignInMethod {
  private final SignInSetup setup;

  private SignInMethod(SignInSetup setup) {
    this.setup = setup;
  }

  /** Returns the method of a service, which signs in as itself. */
  public static SignInMethod service(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    return new SignInMethod(
        new SignInSetup(
            SignInKind.SERVICE,
            "service, " + credential,
            credential,
            null,
            signIn -> signIn.service(credential)));
  }

  /** Returns the method of a web API, limited to the checks that need no user. */
  public static SignInMethod webApi(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    return new SignInMethod(
        new SignInSetup(
            SignInKind.WEB_API_WITHOUT_USER,
            "web API, " + credential,
            credential,
            null,
            signIn -> signIn.service(credential)));
  }

  /**
   * Returns the method of a web API on behalf of a user.
   *
   * @param inboundToken an access token that the web API received, without {@code Bearer}. The
   *     doctor checks its claims but does not verify it.
   */
  public static SignInMethod webApi(ClientCredential credential, Secret inboundToken) {
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(inboundToken, "inboundToken");
    return new SignInMethod(
        new SignInSetup(
            SignInKind.WEB_API,
            "web API on behalf of a user, " + credential,
            credential,
            inboundToken,
            signIn -> signIn.onBehalfOf(credential).forUser(inboundToken.reveal())));
  }

  /** Returns the method of a user in the system browser of this machine. */
  public static SignInMethod browser() {
    return user(SignInKind.BROWSER, "user in the browser", SignIn::browser);
  }

  /** Returns the method of a user in a browser that {@code opener} opens. */
  public static SignInMethod browser(Consumer<URI> opener) {
    Objects.requireNonNull(opener, "opener");
    return user(SignInKind.BROWSER, "user in the browser", signIn -> signIn.browser(opener));
  }

  /** Returns the method of a user on another device. The given prompt displays the code. */
  public static SignInMethod deviceCode(Consumer<DeviceCodePrompt> prompt) {
    Objects.requireNonNull(prompt, "prompt");
    return user(
        SignInKind.DEVICE_CODE, "user on another device", signIn -> signIn.deviceCode(prompt));
  }

  /**
   * Returns the method of a token provider that needs no registration, or that uses another one,
   * such as a managed identity or the Azure CLI. The registration is not checked.
   */
  public static SignInMethod tokens(TokenProvider provider) {
    Objects.requireNonNull(provider, "provider");
    return new SignInMethod(
        new SignInSetup(
            SignInKind.TOKEN_PROVIDER, "token provider", null, null, signIn -> provider));
  }

  private static SignInMethod user(
      SignInKind kind, String label, Function<SignIn, UserSignIn> create) {
    return new SignInMethod(
        new SignInSetup(
            kind,
            label,
            null,
            null,
            signIn -> {
              UserSignIn user = create.apply(signIn);
              user.signIn();
              return user;
            }));
  }

  SignInSetup setup() {
    return setup;
  }

  /** Returns the kind of sign-in and the credential, without secrets. */
  @Override
  public String toString() {
    return setup.label();
  }
}
