package io.github.adtauth.live;

import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.time.Duration;
import java.util.UUID;

/** All live checks against one target, in ten minutes at most, with the clean-up at the end. */
final class LiveRun {
  private static final Duration TIME = Duration.ofMinutes(9); // and one for the clean-up

  private LiveRun() {}

  static LiveReport against(LiveTarget target) {
    return against(target, TIME);
  }

  static LiveReport against(LiveTarget target, Duration time) {
    LiveReport report = new LiveReport();
    CheckRunner runner = new CheckRunner(report, time);
    CleanUp cleanUp = new CleanUp("r" + UUID.randomUUID().toString().substring(0, 8));
    try (DigitalTwins instance = DigitalTwins.at(target.config(), target.http())) {
      SignInChecks signIn = new SignInChecks(target, runner, instance);
      DigitalTwinsClient twins = instance.client(signIn.service());
      try {
        signIn.run();
        new OperationChecks(twins, runner, cleanUp, target).run();
        new JobChecks(twins, runner, cleanUp, target).run();
      } finally {
        cleanUp.run(runner);
      }
    }
    return report;
  }
}
