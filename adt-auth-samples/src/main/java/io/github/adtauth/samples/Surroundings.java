package io.github.adtauth.samples;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.signin.DeviceCodePrompt;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;

/**
 * Where a sample runs: Azure, or the embedded stand-in. A sample cannot tell which.
 *
 * @param config Client ID, Tenant, endpoint
 * @param http the application's own OkHttpClient
 * @param browser opens the page to sign in
 * @param deviceCode shows what to do on another device
 * @param inboundToken the token that a user's client sent to this web API
 * @param environment the variables that the platform sets
 * @param out where to write
 */
record Surroundings(
    DigitalTwinsConfig config,
    OkHttpClient http,
    Consumer<URI> browser,
    Consumer<DeviceCodePrompt> deviceCode,
    Supplier<String> inboundToken,
    Map<String, String> environment,
    PrintStream out) {
  /** Returns the client without the log of its calls: for those that make thousands. */
  OkHttpClient quietHttp() {
    return http.newBuilder().eventListener(EventListener.NONE).build();
  }
}
