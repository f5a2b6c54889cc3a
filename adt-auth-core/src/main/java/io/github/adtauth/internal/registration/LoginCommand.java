package io.github.adtauth.internal.registration;

import io.github.adtauth.internal.text.Guid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Builds the command that signs in to the Azure CLI again for one service. A plain {@code az login}
 * does not satisfy the policies of that service.
 */
final class LoginCommand {
  private static final int MAX_CLAIMS = 8 << 10;

  private LoginCommand() {}

  /**
   * Returns the command.
   *
   * @param tenant the Directory ID; empty if it is not known
   * @param claims the claims of a claims challenge, as JSON, or null
   */
  static String of(String tenant, HttpUrl service, @Nullable String claims) {
    StringBuilder command = new StringBuilder("az login");
    if (Guid.isGuid(tenant)) {
      command.append(" --tenant ").append(tenant);
    }
    command.append(" --scope https://").append(service.host()).append("//.default");
    if (claims != null && claims.length() <= MAX_CLAIMS) {
      // Base64 has no characters that are special in a shell.
      command
          .append(" --claims-challenge \"")
          .append(Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)))
          .append('"');
    }
    return command.toString();
  }
}
