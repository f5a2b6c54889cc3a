package io.github.adtauth.samples;

import io.github.adtauth.registration.AppCredential;
import io.github.adtauth.registration.AppRegistration;
import io.github.adtauth.registration.AppSpec;
import io.github.adtauth.registration.RegisteredApp;
import io.github.adtauth.registration.RegistrationPlan;
import io.github.adtauth.signin.SignIn;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers an application as the user of {@code az login}; {@code --help} lists the options. */
@Command(name = "RegisterApp", mixinStandardHelpOptions = true, description = "Registers an app.")
public final class RegisterApp {
  @Parameters(defaultValue = "plan", description = "plan or apply")
  private String action = "plan";

  @Option(names = "--service", description = "it signs in by itself")
  private boolean service;

  @Option(names = "--web-api", description = "it calls on behalf of its users")
  private boolean webApi;

  @Option(names = "--name", description = "the name that the portal shows")
  private String name = "Rooms";

  @Option(names = "--client-id", description = "which application, instead of the one of that name")
  private String clientId = "";

  @Option(names = "--file", description = "where the settings go")
  private Path file = Path.of("adt-auth.properties");

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.ADMINISTRATOR, in -> run(in, args));
  }

  static void run(Surroundings in, String... args) throws IOException {
    RegisterApp app = new RegisterApp();
    try {
      if (!CommandLine.printHelpIfRequested(new CommandLine(app).parseArgs(args))) {
        app.register(in);
      }
    } catch (CommandLine.ParameterException | FileSystemException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void register(Surroundings in) throws IOException {
    if (!action.equals("plan") && !action.equals("apply")) {
      throw new IllegalArgumentException("plan or apply, not " + action);
    }
    var azureCli = SignIn.with(in.config()).environment(in.environment()).azureCli();
    AppRegistration registration =
        AppRegistration.create(azureCli, in.quietHttp(), in.config().cloud());
    var certificate = AppCredential.newCertificate(Path.of(file + ".pem"), Duration.ofDays(365));
    AppSpec spec =
        service
            ? AppSpec.service(name, certificate)
            : webApi ? AppSpec.webApi(name, certificate) : AppSpec.desktop(name);
    in.out().printf("Signed in as %s; apply does what plan shows:%n", registration.signedInAs());
    RegistrationPlan plan = registration.plan(clientId.isEmpty() ? spec : spec.clientId(clientId));
    in.out().print(plan);
    if (action.equals("apply")) {
      plan.checkFile(file, in.config().endpoint().toString());
      RegisteredApp app = registration.apply(plan, line -> in.out().println(line));
      app.writeTo(file, in.config().endpoint().toString());
      in.out().println("Client ID " + app.clientId() + "; the settings are in " + file);
      app.manualSteps().forEach(line -> in.out().println("Left to do: " + line));
    }
  }
}
