package io.github.adtauth.store;

import io.github.adtauth.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The main class of a process that writes to a file store. The environment has the keys. */
final class StoreWriter {
  static final StoreKey SHARED = StoreKey.of("test", "shared");
  static final Instant LATER = Instant.EPOCH.plus(Duration.ofDays(100_000));

  private StoreWriter() {}

  static Process start(String... arguments) throws Exception {
    ProcessBuilder builder =
        JavaProcess.of(
            List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), StoreWriter.class, arguments);
    builder.environment().put(SealingKeySource.VARIABLE, Keys.text("k"));
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static StoreKey own(String name, int number) {
    return StoreKey.of("test", name, String.valueOf(number));
  }

  /** Returns a value of identical bytes, so that a mixture of two values is detected. */
  static byte[] uniform(int number) {
    byte[] value = new byte[8192];
    Arrays.fill(value, (byte) number);
    return value;
  }

  /** {@code count folder name writes}, or {@code overwrite folder} until it is killed. */
  public static void main(String[] arguments) throws Exception {
    KeyRing ring = SealingKeySource.fromEnvironment().keyRing();
    TokenStore store = FileTokenStore.create(Path.of(arguments[1]), ring);
    if (arguments[0].equals("count")) {
      count(store, arguments[2], Integer.parseInt(arguments[3]));
    } else {
      overwrite(store);
    }
  }

  private static void count(TokenStore store, String name, int writes) throws Exception {
    for (int i = 0; i < writes; i++) {
      if (i % 2 == 0) {
        TokenStoreContract.countUp(store, SHARED, LATER);
      } else {
        store.put(own(name, i), TokenStoreContract.bytes(name + i), LATER);
      }
    }
  }

  private static void overwrite(TokenStore store) throws IOException {
    for (int i = 1; ; i++) {
      store.put(SHARED, uniform(i), LATER);
      System.out.write('.');
      System.out.flush();
    }
  }
}
