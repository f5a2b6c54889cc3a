package io.github.adtauth.testkit.standalone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The command line options of {@link LocalAzureServer}.
 *
 * @param port the HTTPS port, or 0 for a free one
 * @param proxyPort the port of the HTTP proxy, or 0 for a free one
 * @param bindAddress the address to listen on
 * @param authorityFolder the folder that keeps the certificate authority, or null for a new one
 * @param graphFile the file to load at the start and save at the end, or null
 * @param format the format of the instructions
 * @param http2 whether to offer HTTP/2
 * @param help whether to print the usage and exit
 */
record Options(
    int port,
    int proxyPort,
    InetAddress bindAddress,
    @Nullable Path authorityFolder,
    @Nullable Path graphFile,
    Format format,
    boolean http2,
    boolean help) {

  static final String USAGE =
      """
      Usage: LocalAzureServer [options]

        --port N         HTTPS port (default: 8443; 0: a free one)
        --proxy-port N   port of the HTTP proxy (default: a free one)
        --bind ADDRESS   address to listen on (default: 127.0.0.1)
        --ca FOLDER      folder that keeps the certificate authority between runs
        --graph FILE     import file to load at the start and save at the end
        --format FORMAT  text, env or json (default: text)
        --no-http2       offer HTTP/1.1 only
        --help           print this text
      """;

  private static final int DEFAULT_PORT = 8443;

  /** The format of the instructions. */
  enum Format {
    TEXT,
    ENV,
    JSON
  }

  /** A command line that cannot be used. The message says why. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /** Parses a command line. */
  static Options parse(String... args) throws UsageException {
    int port = DEFAULT_PORT;
    int proxyPort = 0;
    InetAddress bindAddress = InetAddress.getLoopbackAddress();
    Path authorityFolder = null;
    Path graphFile = null;
    Format format = Format.TEXT;
    boolean http2 = true;
    boolean help = false;
    Queue<String> rest = new ArrayDeque<>(Arrays.asList(args));
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--port" -> port = port(option, rest);
        case "--proxy-port" -> proxyPort = port(option, rest);
        case "--bind" -> bindAddress = address(value(option, rest));
        case "--ca" -> authorityFolder = Path.of(value(option, rest));
        case "--graph" -> graphFile = Path.of(value(option, rest));
        case "--format" -> format = format(value(option, rest));
        case "--no-http2" -> http2 = false;
        case "--help", "-h" -> help = true;
        default -> throw new UsageException("Unknown option: " + option);
      }
    }
    return new Options(
        port, proxyPort, bindAddress, authorityFolder, graphFile, format, http2, help);
  }

  /** Returns whether other machines can connect. */
  boolean isExposed() {
    return !bindAddress.isLoopbackAddress();
  }

  private static String value(String option, Queue<String> rest) throws UsageException {
    String value = rest.poll();
    if (value == null || value.isEmpty()) {
      throw new UsageException(option + " needs a value");
    }
    return value;
  }

  private static int port(String option, Queue<String> rest) throws UsageException {
    String value = value(option, rest);
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new UsageException(option + " needs a port from 0 to 65535, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static InetAddress address(String value) throws UsageException {
    try {
      return InetAddress.getByName(value);
    } catch (UnknownHostException e) {
      throw new UsageException("--bind needs an address of this machine, not " + value);
    }
  }

  private static Format format(String value) throws UsageException {
    try {
      return Format.valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--format needs text, env or json, not " + value);
    }
  }
}
