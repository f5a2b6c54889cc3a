package io.github.adtauth.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Draws what goes wrong next. */
final class Troubles {
  private final World world;
  private final Quiet quiet;

  Troubles(World world, Quiet quiet) {
    this.world = world;
    this.quiet = quiet;
  }

  Trouble ofTokenService(Random random) {
    return service("token service", world.tokenService, random, () -> {}, () -> {});
  }

  Trouble ofInstance(Random random) {
    return service("instance", world.instance, random, quiet::broken, quiet::restored);
  }

  private static Trouble service(
      String what, FaultyService service, Random random, Runnable began, Runnable ended) {
    ServiceFault[] all = ServiceFault.values();
    ServiceFault fault = all[random.nextInt(all.length)];
    double share = random.nextInt(3) == 0 ? 0.3 : 1;
    return new Trouble(
        what + ": " + fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
        () -> {
          if (!fault.harmless()) {
            began.run();
          }
          service.spoil(fault, share);
        },
        () -> {
          service.recover();
          if (!fault.harmless()) {
            ended.run();
          }
        });
  }

  Trouble ofSurroundings(Random random) {
    Node node = world.nodes.get(random.nextInt(world.nodes.size()));
    Duration jump = Duration.ofSeconds(5 + random.nextInt(40));
    return switch (random.nextInt(5)) {
      case 0 -> new Trouble("Redis killed", world.redis::stop, world.redis::start);
      case 1 -> diskGone();
      case 2 -> clock(node, jump, "ahead");
      case 3 -> clock(node, jump.negated(), "behind");
      default ->
          new Trouble(
              "certificates expired",
              () -> {
                quiet.broken();
                node.wires.certificatesExpire();
              },
              () -> {
                node.wires.certificatesAreRenewed();
                quiet.restored();
              });
    };
  }

  private static Trouble clock(Node node, Duration by, String how) {
    return new Trouble(
        "clock of " + node.name + " " + how, () -> node.clock.setWrong(by), node.clock::setRight);
  }

  /** Every write and every read of the folder fails, as with a disk that is full or unplugged. */
  private Trouble diskGone() {
    Path aside = world.folder.resolveSibling("aside");
    return new Trouble(
        "disk gone",
        () -> {
          Files.move(world.folder, aside);
          Files.writeString(world.folder, "in the way");
        },
        () -> {
          Files.delete(world.folder);
          Files.move(aside, world.folder);
        });
  }
}
