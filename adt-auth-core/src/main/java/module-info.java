/** From Client ID and Tenant to an authenticated call of Azure Digital Twins. */
module io.github.adtauth {
  // Needed by MSAL4J, an automatic module that cannot require it; nothing else resolves it.
  requires com.azure.json;
  requires com.github.benmanes.caffeine;
  requires com.microsoft.aad.msal4j;
  requires org.slf4j;
  requires transitive com.google.gson;
  requires transitive okhttp3;
  requires static micrometer.core;
  requires static okhttp3.tls;
  requires static redis.clients.jedis;
  requires static transitive org.jspecify;

  // Gson accesses the stored list of accounts and the @JsonAdapter factories by reflection.
  opens io.github.adtauth.internal.signin to
      com.google.gson;
  opens io.github.adtauth.twins to
      com.google.gson;

  exports io.github.adtauth;
  exports io.github.adtauth.credential;
  exports io.github.adtauth.doctor;
  exports io.github.adtauth.http;
  exports io.github.adtauth.metrics;
  exports io.github.adtauth.onbehalfof;
  exports io.github.adtauth.registration;
  exports io.github.adtauth.signin;
  exports io.github.adtauth.store;
  exports io.github.adtauth.store.redis;
  exports io.github.adtauth.token;
  exports io.github.adtauth.twins;
  exports io.github.adtauth.twins.bulk;
}
