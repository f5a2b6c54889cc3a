package io.github.adtauth.warts.bare;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.InteractiveRequestParameters;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.OpenBrowserAction;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.SystemBrowserOptions;
import com.microsoft.aad.msal4j.UserAssertion;
import io.github.adtauth.Cloud;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.MutableClock;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.RegistrationBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Bare MSAL4J before an Azure of its own. MSAL4J goes by the system's clock, Entra by this one. */
final class BareWorld implements AutoCloseable {
  static final String LOGIN = "login.microsoftonline.com";
  static final String METADATA = "169.254.169.254";
  static final Set<String> TWINS = Set.of(Cloud.DIGITAL_TWINS_SCOPE);
  static final String MFA = "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}";

  final MutableClock clock = MutableClock.startingNow();
  final LocalAzure azure = LocalAzure.builder().clock(clock).start();
  final FakeEntra entra = azure.entra();
  final Wire wire = new Wire(azure.httpClient());

  String authority() {
    return "https://" + LOGIN + "/" + entra.tenantId() + "/";
  }

  ConfidentialClientApplication.Builder confidential(Registration app) throws IOException {
    return ConfidentialClientApplication.builder(
            app.clientId(), ClientCredentialFactory.createFromSecret(app.secret()))
        .authority(authority())
        .instanceDiscovery(false)
        .httpClient(wire);
  }

  ConfidentialClientApplication webApi() throws IOException {
    return confidential(entra.webApi()).build();
  }

  ConfidentialClientApplication daemon() throws IOException {
    return confidential(entra.daemon()).build();
  }

  /** Registers one more public client: what MSAL4J remembers of one lives as long as the JVM. */
  PublicClientApplication.Builder publicClient() throws IOException {
    RegistrationBuilder registration =
        Registration.builder(UUID.randomUUID().toString(), "Contoso Desktop")
            .publicClient(true)
            .redirectUri("http://localhost");
    entra.nativeApp().permissions().forEach(registration::permission);
    Registration app = entra.register(registration.consentGranted(true).build());
    return PublicClientApplication.builder(app.clientId())
        .authority(authority())
        .instanceDiscovery(false)
        .httpClient(wire);
  }

  String assertion(FakeUser user) {
    return entra.assertionFor(user, entra.webApi());
  }

  static IAuthenticationResult service(ConfidentialClientApplication app) throws Exception {
    return app.acquireToken(ClientCredentialParameters.builder(TWINS).build()).get();
  }

  static IAuthenticationResult onBehalfOf(ConfidentialClientApplication app, String assertion)
      throws Exception {
    return app.acquireToken(
            OnBehalfOfParameters.builder(TWINS, new UserAssertion(assertion)).build())
        .get();
  }

  static ClaimsRequest claims() {
    return ClaimsRequest.formatAsClaimsRequest(MFA);
  }

  static IAuthenticationResult refresh(PublicClientApplication app, IAccount account)
      throws Exception {
    return app.acquireTokenSilently(
            SilentParameters.builder(TWINS, account).forceRefresh(true).build())
        .get();
  }

  IAuthenticationResult signIn(PublicClientApplication app, FakeUser user) throws Exception {
    return interactive(app, url -> azure.browser().withUser(user).visit(URI.create(url.toString())))
        .get();
  }

  static CompletableFuture<IAuthenticationResult> interactive(
      PublicClientApplication app, OpenBrowserAction browser) {
    return app.acquireToken(
        InteractiveRequestParameters.builder(URI.create("http://localhost"))
            .scopes(TWINS)
            .systemBrowserOptions(SystemBrowserOptions.builder().openBrowserAction(browser).build())
            .build());
  }

  /** Returns a serialized cache in which all tokens are due for an early refresh. */
  static String dueForRefresh(String cache) {
    return cache.replaceAll("\"refresh_on\":\"\\d+\"", "\"refresh_on\":\"1000000000\"");
  }

  /**
   * Returns a serialized cache in which all access tokens have expired: MSAL4J's clock is the
   * system's.
   */
  static String expired(String cache) {
    return cache.replaceAll("\"expires_on\":\"\\d+\"", "\"expires_on\":\"1000000000\"");
  }

  /** Returns what a call throws, without the wrappers of futures, or null. */
  static @Nullable Throwable thrown(Callable<?> call) {
    try {
      call.call();
      return null;
    } catch (Exception e) {
      return cause(e);
    }
  }

  static Throwable cause(Throwable thrown) {
    boolean wrapper = thrown instanceof ExecutionException || thrown instanceof CompletionException;
    return wrapper && thrown.getCause() != null ? cause(thrown.getCause()) : thrown;
  }

  /** Describes an exception in a few words. */
  static String said(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "no exception";
    }
    String name = thrown.getClass().getSimpleName();
    String text =
        thrown.getMessage() == null
            ? name
            : name + ": " + thrown.getMessage().lines().findFirst().orElse("");
    return text.length() > 70 ? text.substring(0, 69).strip() + "…" : text;
  }

  @Override
  public void close() {
    azure.close();
  }
}
