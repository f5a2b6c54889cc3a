/** Microsoft Entra ID, Azure Digital Twins and their neighbors on loopback, for tests. */
module io.github.adtauth.testkit {
  requires java.logging;
  requires transitive okhttp3.tls;
  requires transitive com.google.gson;
  requires transitive mockwebserver3;
  requires transitive okhttp3;
  requires static org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports io.github.adtauth.testkit;
  exports io.github.adtauth.testkit.arm;
  exports io.github.adtauth.testkit.entra;
  exports io.github.adtauth.testkit.graph;
  exports io.github.adtauth.testkit.http;
  exports io.github.adtauth.testkit.standalone;
  exports io.github.adtauth.testkit.twins;
}
