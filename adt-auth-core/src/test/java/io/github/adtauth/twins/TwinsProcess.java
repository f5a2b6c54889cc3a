package io.github.adtauth.twins;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.JavaProcess;
import io.github.adtauth.twins.bulk.BulkItem;
import io.github.adtauth.twins.bulk.BulkLimits;
import io.github.adtauth.twins.bulk.BulkReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/** A process that reads or loads an instance, whose URL is passed in the environment. */
final class TwinsProcess {
  private static final String URL = "TWINS_URL";
  private static final String TRUST = "TWINS_TRUST";

  private TwinsProcess() {}

  /** Starts {@code read} or {@code load count} with a heap of this size. */
  static Process start(TwinsServer server, int megabytes, String... arguments) throws Exception {
    ProcessBuilder builder =
        JavaProcess.of(
            List.of(
                "-Xmx" + megabytes + "m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"),
            TwinsProcess.class,
            arguments);
    builder.environment().put(URL, server.url(""));
    builder.environment().put(TRUST, TwinsServer.CERTIFICATE.certificatePem());
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Runs the command and prints the number of items. */
  public static void main(String[] arguments) {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(Certificates.decodeCertificatePem(System.getenv(TRUST)))
            .build();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .connectionPool(new ConnectionPool(16, 5, TimeUnit.MINUTES))
            .build();
    http.dispatcher().setMaxRequestsPerHost(16);
    DigitalTwinsConfig config = DigitalTwinsConfig.builder().endpoint(System.getenv(URL)).build();
    DigitalTwinsClient twins = DigitalTwins.at(config, http).client(TwinsServer.tokens("t"));
    if (arguments[0].equals("read")) {
      TwinQuery all = TwinQuery.of("SELECT * FROM digitaltwins");
      System.out.print(twins.query(all, DigitalTwin.class).stream().count());
    } else {
      System.out.print(load(twins, Integer.parseInt(arguments[1])));
    }
    System.out.flush();
    System.exit(0);
  }

  private static BulkReport load(DigitalTwinsClient twins, int count) {
    Iterable<BulkItem> items =
        () ->
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        BulkItem.putTwin(
                            "t" + i,
                            DigitalTwin.of("dtmi:example:Room;1").with("number", i),
                            CallOption.ifAbsent()))
                .iterator();
    return twins.bulk().limits(new BulkLimits(1_000_000, 1_000_000, 1000)).run(items);
  }
}
