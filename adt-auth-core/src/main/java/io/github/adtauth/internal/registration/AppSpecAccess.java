package io.github.adtauth.internal.registration;

import io.github.adtauth.registration.AppSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives this package access to the {@link Origin} of an {@link AppSpec}, which the exported class
 * does not expose.
 */
public abstract class AppSpecAccess {
  /** Set by the static initializer of AppSpec, which runs before there is an instance of it. */
  private static volatile @Nullable AppSpecAccess instance;

  /** How an existing application is identified. */
  public enum Origin {
    /** By its name only. Any user can register an application with the same name. */
    NAME,
    /** By a user-supplied Client ID. */
    CLIENT_ID,
    /** This run created the application. */
    CREATED
  }

  public static void set(AppSpecAccess access) {
    instance = access;
  }

  static Origin origin(AppSpec spec) {
    return access().originOf(spec);
  }

  /** Returns a copy of the spec for the application with the given Client ID. */
  static AppSpec identified(AppSpec spec, String clientId, Origin origin) {
    return access().withClientId(spec, clientId, origin);
  }

  protected abstract Origin originOf(AppSpec spec);

  protected abstract AppSpec withClientId(AppSpec spec, String clientId, Origin origin);

  private static AppSpecAccess access() {
    return Objects.requireNonNull(instance, "AppSpec is not initialized");
  }
}
