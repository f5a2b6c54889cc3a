package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Tests the hosts file that the build passes to the tests. An IDE may run without it. */
class NameLookupTest {
  @Test
  void realHostName_isNotResolved() throws UnknownHostException {
    assumeThat(System.getProperty("surefire.test.class.path")).as("run by Maven").isNotNull();

    assertThat(System.getProperty("jdk.net.hosts.file")).isNotNull();
    assertThat(InetAddress.getAllByName("localhost")).allMatch(InetAddress::isLoopbackAddress);
    assertThatThrownBy(() -> InetAddress.getAllByName("login.microsoftonline.com"))
        .isInstanceOf(UnknownHostException.class);
  }
}
