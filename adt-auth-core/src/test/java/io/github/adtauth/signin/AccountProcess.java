package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;

import com.google.gson.JsonParser;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.JavaProcess;
import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.LocalAzure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/** Another process that uses the accounts in a folder. */
final class AccountProcess {
  private static final String TRUST = "ACCOUNTS_TRUST";

  private AccountProcess() {}

  static TokenStore store(Path folder) throws IOException {
    return FileTokenStore.create(folder, KeyRing.of("k", new byte[32]));
  }

  /**
   * Runs one command and returns its output.
   *
   * @param command {@code call}, {@code signOut} or {@code select} with the ID of an account
   */
  static String run(LocalAzure azure, Path folder, String... command) throws Exception {
    String[] arguments = new String[command.length + 4];
    arguments[0] = folder.toString();
    arguments[1] = azure.entra().nativeApp().clientId();
    arguments[2] = azure.entra().tenantId();
    arguments[3] = String.valueOf(azure.proxyPort());
    System.arraycopy(command, 0, arguments, 4, command.length);
    ProcessBuilder builder =
        JavaProcess.of(
            List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), AccountProcess.class, arguments);
    builder.environment().put(TRUST, azure.certificateAuthorityPem());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the process does not end");
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Usage: {@code folder clientId tenant proxyPort command [accountId]}. */
  public static void main(String[] arguments) throws Exception {
    UserSignIn users =
        SignIn.with(
                DigitalTwinsConfig.builder().clientId(arguments[1]).tenant(arguments[2]).build())
            .httpClient(throughProxy(Integer.parseInt(arguments[3])))
            .store(store(Path.of(arguments[0])))
            .browser(
                url -> {
                  throw new IllegalStateException("no prompt is expected");
                });
    switch (arguments[4]) {
      case "signOut" -> users.signOut(users.currentAccount().orElseThrow());
      case "select" ->
          users.accounts().stream()
              .filter(account -> account.id().equals(arguments[5]))
              .forEach(users::select);
      default -> {}
    }
    System.out.println(call(users));
    System.out.flush();
    System.exit(0);
  }

  private static String call(UserSignIn users) throws IOException {
    try {
      String token = users.token(TWINS).value();
      String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
      String claims = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
      return JsonParser.parseString(claims).getAsJsonObject().get("oid").getAsString();
    } catch (NoCurrentAccountException e) {
      return "nobody of " + e.accounts().stream().map(Account::objectId).toList();
    }
  }

  private static OkHttpClient throughProxy(int port) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(Certificates.decodeCertificatePem(System.getenv(TRUST)))
            .build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .proxy(
            new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
        .build();
  }
}
