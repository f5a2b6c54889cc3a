package io.github.adtauth.spring;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Resolves a parameter of the type {@link DigitalTwinsClient} to the client of the request's user,
 * or to that of the application if it has the annotation {@link ApplicationClient}. Thread-safe.
 */
final class ClientArgumentResolver implements HandlerMethodArgumentResolver {
  private final OnBehalfOf onBehalfOf;
  private final DigitalTwins instance;
  private final Supplier<DigitalTwinsClient> application;

  ClientArgumentResolver(
      OnBehalfOf onBehalfOf, DigitalTwins instance, Supplier<DigitalTwinsClient> application) {
    this.onBehalfOf = onBehalfOf;
    this.instance = instance;
    this.application = application;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == DigitalTwinsClient.class;
  }

  /**
   * Returns the client.
   *
   * @throws InboundTokenException if the request has no token, or the token of an application
   */
  @Override
  public DigitalTwinsClient resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return parameter.hasParameterAnnotation(ApplicationClient.class)
        ? application.get()
        : instance.client(onBehalfOf.forUser(inboundToken()));
  }

  private static String inboundToken() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication instanceof AbstractOAuth2TokenAuthenticationToken<?> bearer
        && authentication.isAuthenticated()) {
      return bearer.getToken().getTokenValue();
    }
    throw new InboundTokenException(
        ErrorDetails.of("The request has no bearer token of a user.").errorCode("invalid_token"));
  }
}
