package io.github.adtauth.twins;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A fake client without a network. A script determines the outcome and the time of each write. */
public final class ScriptedTwins {
  public final List<String> seen = new ArrayList<>();
  private final Function<String, CompletableFuture<?>> script;

  /** Uses a script, which receives the name of the method and the id: {@code "putTwin t0"}. */
  public ScriptedTwins(Function<String, CompletableFuture<?>> script) {
    this.script = script;
  }

  public AsyncDigitalTwinsClient client() {
    return (AsyncDigitalTwinsClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {AsyncDigitalTwinsClient.class},
            (proxy, method, arguments) -> {
              String line = method.getName() + " " + arguments[0];
              seen.add(line);
              return script.apply(line);
            });
  }

  public static CompletableFuture<?> done() {
    return CompletableFuture.completedFuture("W/\"1\"");
  }
}
