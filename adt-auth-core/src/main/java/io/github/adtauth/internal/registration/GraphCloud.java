package io.github.adtauth.internal.registration;

import io.github.adtauth.Cloud;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The endpoints of Microsoft Graph and Azure Resource Manager in a cloud.
 *
 * @param authorityHost base URL of Entra ID
 * @param graph base URL of Microsoft Graph, version 1.0
 * @param resourceManager base URL of Azure Resource Manager
 * @param exchangeAudience audience of the tokens that a federated credential trusts
 */
public record GraphCloud(
    URI authorityHost, URI graph, URI resourceManager, String exchangeAudience) {
  private static final GraphCloud PUBLIC =
      new GraphCloud(
          Cloud.PUBLIC.authorityHost(),
          URI.create("https://graph.microsoft.com/v1.0/"),
          URI.create("https://management.azure.com/"),
          "api://AzureADTokenExchange");

  private static final GraphCloud US_GOVERNMENT =
      new GraphCloud(
          Cloud.US_GOVERNMENT.authorityHost(),
          URI.create("https://graph.microsoft.us/v1.0/"),
          URI.create("https://management.usgovcloudapi.net/"),
          "api://AzureADTokenExchangeUSGov");

  private static final List<GraphCloud> KNOWN = List.of(PUBLIC, US_GOVERNMENT);

  /**
   * Returns the endpoints of a cloud.
   *
   * @throws IllegalArgumentException if its Microsoft Graph is not known
   */
  public static GraphCloud of(Cloud cloud) {
    for (GraphCloud endpoints : KNOWN) {
      if (endpoints.authorityHost.getHost().equals(cloud.authorityHost().getHost())) {
        return endpoints;
      }
    }
    throw new IllegalArgumentException(
        "Applications can be registered only in the clouds of "
            + KNOWN.stream()
                .map(known -> known.authorityHost.getHost())
                .collect(Collectors.joining(" and "))
            + ", not in that of "
            + cloud.authorityHost().getHost());
  }

  /** Returns the scope of a token for one of the services, such as {@code https://…/.default}. */
  public static String scope(URI service) {
    return service.resolve("/.default").toString();
  }
}
