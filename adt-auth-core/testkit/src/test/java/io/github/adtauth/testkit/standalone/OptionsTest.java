package io.github.adtauth.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void defaults_areLoopbackAndText() throws Exception {
    Options options = Options.parse();

    assertThat(options.port()).isEqualTo(8443);
    assertThat(options.proxyPort()).isZero();
    assertThat(options.isExposed()).isFalse();
    assertThat(options.format()).isEqualTo(Options.Format.TEXT);
    assertThat(options.http2()).isTrue();
    assertThat(options.graphFile()).isNull();
  }

  @Test
  void options_areParsed() throws Exception {
    Options options =
        Options.parse(
            "--port",
            "0",
            "--proxy-port",
            "9000",
            "--bind",
            "0.0.0.0",
            "--ca",
            "ca",
            "--graph",
            "g.ndjson",
            "--format",
            "json",
            "--no-http2");

    assertThat(options.port()).isZero();
    assertThat(options.proxyPort()).isEqualTo(9000);
    assertThat(options.isExposed()).isTrue();
    assertThat(options.authorityFolder()).isEqualTo(Path.of("ca"));
    assertThat(options.graphFile()).isEqualTo(Path.of("g.ndjson"));
    assertThat(options.format()).isEqualTo(Options.Format.JSON);
    assertThat(options.http2()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, Unknown option: --prot",
    "--port, --port needs a value",
    "--port x, --port needs a port from 0 to 65535",
    "--port 65536, --port needs a port from 0 to 65535",
    "--format xml, '--format needs text, env or json, not xml'",
    "--bind 999.1.1.1, --bind needs an address of this machine",
  })
  void unusableOption_isNamed(String args, String message) {
    assertThatThrownBy(() -> Options.parse(args.split(" ")))
        .isInstanceOf(Options.UsageException.class)
        .hasMessageContaining(message);
  }
}
