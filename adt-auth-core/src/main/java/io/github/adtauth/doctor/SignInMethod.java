package io.github.adtauth.doctor;

import static io.github.adtauth.doctor.Check.CLIENT;
import static io.github.adtauth.doctor.Check.CONSENT;
import static io.github.adtauth.doctor.Check.CREDENTIAL;
import static io.github.adtauth.doctor.Check.CREDENTIAL_AVAILABLE;
import static io.github.adtauth.doctor.Check.ENTRA_NAME;
import static io.github.adtauth.doctor.Check.INBOUND_TOKEN;
import static io.github.adtauth.doctor.Check.PERMISSION;
import static io.github.adtauth.doctor.Check.PUBLIC_CLIENT;
import static io.github.adtauth.doctor.Check.REDIRECT_URI;

import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.DeviceCodePrompt;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.token.TokenProvider;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to sign in that the doctor goes, once, with everything it needs. Immutable and
 * thread-safe. Prints its kind, no secret.
 */
public final class SignInMethod {
  private final Kind kind;
  private final String label;
  private final Function<SignIn, TokenProvider> tokens;
  private final @Nullable ClientCredential credential;
  private final @Nullable Secret inboundToken;

  private SignInMethod(
      Kind kind, String label, Proof proof, Function<SignIn, TokenProvider> tokens) {
    this.kind = kind;
    this.label = label;
    this.credential = proof.credential();
    this.inboundToken = proof.inboundToken();
    this.tokens = tokens;
  }

  /** What a confidential client has in its hands. */
  private record Proof(@Nullable ClientCredential credential, @Nullable Secret inboundToken) {
    static final Proof NONE = new Proof(null, null);
  }

  /** What of the registration a way goes through. */
  public enum Kind {
    SERVICE(CREDENTIAL_AVAILABLE, CREDENTIAL),
    WEB_API(CREDENTIAL_AVAILABLE, CREDENTIAL, INBOUND_TOKEN, PERMISSION, CONSENT),
    WEB_API_WITHOUT_USER(CREDENTIAL_AVAILABLE, CREDENTIAL, INBOUND_TOKEN, PERMISSION, CONSENT),
    BROWSER(REDIRECT_URI, PUBLIC_CLIENT, PERMISSION, CONSENT),
    DEVICE_CODE(PUBLIC_CLIENT, PERMISSION, CONSENT),
    ELSEWHERE;

    private static final Set<Check> OF_THE_REGISTRATION = EnumSet.range(ENTRA_NAME, CONSENT);
    private static final Set<Check> OF_ENTRA = EnumSet.range(ENTRA_NAME, CLIENT);

    private final Set<Check> own = EnumSet.noneOf(Check.class);

    Kind(Check... own) {
      this.own.addAll(List.of(own));
    }

    /** Tells whether a check belongs to this way. */
    public boolean has(Check check) {
      return !OF_THE_REGISTRATION.contains(check)
          || own.contains(check)
          || (this != ELSEWHERE && OF_ENTRA.contains(check));
    }
  }

  /** Goes the way of a service, which signs in as itself. */
  public static SignInMethod service(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    return new SignInMethod(
        Kind.SERVICE,
        "service, " + credential,
        new Proof(credential, null),
        in -> in.service(credential));
  }

  /** Goes the way of a web API as far as it goes without a user. */
  public static SignInMethod webApi(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    return new SignInMethod(
        Kind.WEB_API_WITHOUT_USER,
        "web API, " + credential,
        new Proof(credential, null),
        in -> in.service(credential));
  }

  /**
   * Goes the way of a web API on behalf of a user.
   *
   * @param inboundToken an access token that the web API received, without {@code Bearer}; it is
   *     examined, not trusted
   */
  public static SignInMethod webApi(ClientCredential credential, Secret inboundToken) {
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(inboundToken, "inboundToken");
    return new SignInMethod(
        Kind.WEB_API,
        "web API on behalf of a user, " + credential,
        new Proof(credential, inboundToken),
        in -> in.onBehalfOf(credential).forUser(inboundToken.reveal()));
  }

  /** Signs a user in with the system browser, on this machine. */
  public static SignInMethod browser() {
    return users(Kind.BROWSER, "user in the browser", SignIn::browser);
  }

  /** Signs a user in with a browser that {@code opener} opens. */
  public static SignInMethod browser(Consumer<URI> opener) {
    Objects.requireNonNull(opener, "opener");
    return users(Kind.BROWSER, "user in the browser", in -> in.browser(opener));
  }

  /** Signs a user in on another device; {@code prompt} shows what to do. */
  public static SignInMethod deviceCode(Consumer<DeviceCodePrompt> prompt) {
    Objects.requireNonNull(prompt, "prompt");
    return users(Kind.DEVICE_CODE, "user on another device", in -> in.deviceCode(prompt));
  }

  /**
   * Takes the token from a provider that needs no registration, or whose registration is somebody
   * else's: a managed identity, the Azure CLI, a lambda. Then no check looks at the registration.
   */
  public static SignInMethod tokens(TokenProvider provider) {
    Objects.requireNonNull(provider, "provider");
    return new SignInMethod(Kind.ELSEWHERE, "token provider", Proof.NONE, in -> provider);
  }

  private static SignInMethod users(Kind kind, String label, Function<SignIn, UserSignIn> way) {
    return new SignInMethod(
        kind,
        label,
        Proof.NONE,
        in -> {
          UserSignIn users = way.apply(in);
          users.signIn();
          return users;
        });
  }

  public Kind kind() {
    return kind;
  }

  public @Nullable ClientCredential credential() {
    return credential;
  }

  /** Returns the token that the web API received, or null where there is none. */
  public @Nullable Secret inboundToken() {
    return inboundToken;
  }

  /** Signs in, where that is a step of its own; may prompt. */
  public TokenProvider provider(SignIn signIn) {
    return tokens.apply(signIn);
  }

  /** Names the way. */
  @Override
  public String toString() {
    return label;
  }
}
