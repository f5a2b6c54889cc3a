package io.github.adtauth.samples;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Diagnosis;
import io.github.adtauth.doctor.Doctor;
import io.github.adtauth.doctor.SignInMethod;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Examines settings, registration and instance, and says which step fixes what is wrong; for Azure
 * set {@code ADT_ENDPOINT}. {@code -Dexec.args="--file adt-auth.properties"}; {@code --help} says
 * more.
 */
@Command(name = "CheckSetup", mixinStandardHelpOptions = true, description = "Finds what is wrong.")
public final class CheckSetup {
  @Option(names = "--file", description = "the settings, instead of the environment's")
  private @Nullable Path settings;

  @Option(names = "--service", description = "with the credential that the environment names")
  private boolean service;

  @Option(names = "--web-api", description = "the same for the user of ADT_SAMPLE_USER_TOKEN")
  private boolean webApi;

  @Option(names = "--write", description = "asks for the right to write too; writes nothing")
  private boolean write;

  @Option(names = "--json", description = "for tools")
  private boolean json;

  /** Runs it; ends with status 1 if something is wrong. */
  public static void main(String[] args) {
    Launcher.main(
        Role.ofSetup(args),
        in -> {
          if (run(in, args) != 0) {
            throw new IllegalArgumentException("Mend what failed, then check again.");
          }
        });
  }

  static int run(Surroundings in, String... args) {
    CheckSetup check = new CheckSetup();
    try {
      CommandLine.ParseResult parsed = new CommandLine(check).parseArgs(args);
      return CommandLine.printHelpIfRequested(parsed) ? 0 : check.examine(in);
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private int examine(Surroundings in) {
    Doctor doctor =
        Doctor.create(() -> settings == null ? in.config() : DigitalTwinsConfig.fromFile(settings))
            .httpClient(in.quietHttp());
    Diagnosis diagnosis = (write ? doctor.checkWriteAccess() : doctor).diagnose(way(in));
    in.out().println(json ? diagnosis.toJson() : diagnosis);
    return diagnosis.exitCode();
  }

  private SignInMethod way(Surroundings in) {
    if (!service && !webApi) {
      return SignInMethod.deviceCode(in.deviceCode());
    }
    ClientCredential credential = ClientCredential.fromEnvironment(in.environment());
    return webApi
        ? SignInMethod.webApi(credential, Secret.of(in.inboundToken().get()))
        : SignInMethod.service(credential);
  }
}
