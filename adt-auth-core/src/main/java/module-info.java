/** From Client ID and Tenant to an authenticated call of Azure Digital Twins. */
module io.github.adtauth {
  requires com.github.benmanes.caffeine;
  requires com.microsoft.aad.msal4j;
  requires org.slf4j;
  requires transitive com.google.gson;
  requires transitive okhttp3;
  requires static micrometer.core;
  requires static okhttp3.tls;
  requires static redis.clients.jedis;
  requires static transitive org.jspecify;

  exports io.github.adtauth;
  exports io.github.adtauth.credential;
  exports io.github.adtauth.doctor;
  exports io.github.adtauth.http;
  exports io.github.adtauth.identity;
  exports io.github.adtauth.metrics;
  exports io.github.adtauth.middletier;
  exports io.github.adtauth.registration;
  exports io.github.adtauth.signin;
  exports io.github.adtauth.store;
  exports io.github.adtauth.store.redis;
  exports io.github.adtauth.token;
  exports io.github.adtauth.twins;
}
