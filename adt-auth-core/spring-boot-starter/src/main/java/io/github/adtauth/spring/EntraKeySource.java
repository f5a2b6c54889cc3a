package io.github.adtauth.spring;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.URL;
import java.text.ParseException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests the keys of Entra ID and remembers the ids of the latest ones. Thread-safe. */
final class EntraKeySource {
  private static final Logger LOG = LoggerFactory.getLogger(EntraKeySource.class);

  /** More than the time-out of the request, so that callers who wait for it get its outcome. */
  private static final long REFRESH_TIMEOUT_MILLIS = 5_000;

  private final OkHttpClient http;
  private volatile Set<String> keyIds = Set.of();

  EntraKeySource(OkHttpClient http) {
    this.http = http;
  }

  /** Returns the keys at an address. They are cached and survive an outage. */
  JWKSource<SecurityContext> at(URL address) {
    return JWKSourceBuilder.<SecurityContext>create(address, this::request)
        .cache(JWKSourceBuilder.DEFAULT_CACHE_TIME_TO_LIVE, REFRESH_TIMEOUT_MILLIS)
        .outageTolerant(true)
        .build();
  }

  /** Returns whether keys are known, and none has this id. */
  boolean excludes(String keyId) {
    Set<String> known = keyIds;
    return !known.isEmpty() && !known.contains(keyId);
  }

  private Resource request(URL address) throws IOException {
    try {
      String body = EntraMetadata.get(http, address.toString());
      keyIds =
          JWKSet.parse(body).getKeys().stream()
              .map(JWK::getKeyID)
              .filter(Objects::nonNull)
              .collect(Collectors.toUnmodifiableSet());
      return new Resource(body, "application/json");
    } catch (ParseException e) {
      throw new IOException("The keys of Entra ID are not valid.", e);
    } catch (IOException e) {
      LOG.warn("The keys of Entra ID are not available: {}", e.getMessage());
      throw e;
    }
  }
}
