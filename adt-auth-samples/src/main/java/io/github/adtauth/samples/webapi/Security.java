package io.github.adtauth.samples.webapi;

import static org.springframework.security.config.Customizer.withDefaults;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Who may call: the page is for everybody, the API for users who bring a valid token. */
@Configuration
class Security {
  /**
   * MSAL.js renews tokens in a hidden frame of the page, in which Entra ID redirects to this empty
   * page: only this one may be framed, and only by pages of the same origin.
   */
  @Bean
  @Order(1)
  SecurityFilterChain redirectPage(HttpSecurity http) {
    return http.securityMatcher("/redirect.html")
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .headers(
            headers ->
                headers
                    .frameOptions(frames -> frames.sameOrigin())
                    .contentSecurityPolicy(
                        policy ->
                            policy.policyDirectives(
                                "default-src 'self'; frame-ancestors 'self'; base-uri 'none'")))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  @Bean
  SecurityFilterChain chain(HttpSecurity http, DigitalTwinsConfig config) {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/", "/*.html", "/*.js", "/*.css", "/page-settings")
                    .permitAll()
                    .requestMatchers("/actuator/health", "/error")
                    .permitAll()
                    .anyRequest()
                    .hasAuthority("SCOPE_access_as_user"))
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy -> policy.policyDirectives(pagePolicy(config.cloud()))))
        .oauth2ResourceServer(server -> server.jwt(withDefaults()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // No cookies, so there is nothing that another site could have sent along.
        .csrf(csrf -> csrf.disable())
        .build();
  }

  /** The page connects to this API and, to redeem its sign-in code, to the authority. */
  static String pagePolicy(Cloud cloud) {
    return "default-src 'self'; img-src 'self' data:; connect-src 'self' "
        + cloud.authorityHost()
        + "; object-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
  }
}
