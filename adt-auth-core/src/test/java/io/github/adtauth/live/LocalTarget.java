package io.github.adtauth.live;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.twins.Role;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The local Azure, set up as docs/live.md asks for a tenant, with the variables to match. */
final class LocalTarget {
  private static final String BLOBS = "https://contoso.blob.core.windows.net/live/";

  private LocalTarget() {}

  static LiveTarget of(LocalAzure azure) {
    FakeEntra entra = azure.entra();
    entra.deviceCodeInterval(1);
    entra.requireMfaForContext("c1");
    azure.twins().grantRole(entra.webApi().servicePrincipalId(), Role.DATA_OWNER);
    azure.twins().addEndpoint("live-hub");
    azure.twins().putBlob(BLOBS + "empty.ndjson", LiveBlob.CONTENT);
    return new LiveTarget(
        variables(azure),
        azure.httpClient(),
        prompt -> entra.approveDeviceCode(prompt.userCode(), entra.alice()));
  }

  private static Map<String, String> variables(LocalAzure azure) {
    FakeEntra entra = azure.entra();
    Map<String, String> variables = new HashMap<>(azure.identityEndpoints().appService());
    variables.put("ADT_ENDPOINT", azure.endpoint());
    variables.put("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com");
    variables.put("AZURE_TENANT_ID", entra.tenantId());
    variables.put("AZURE_CLIENT_ID", entra.webApi().clientId());
    variables.put("AZURE_CLIENT_SECRET", entra.webApi().secret());
    variables.put(LiveTarget.NATIVE_CLIENT_ID, entra.nativeApp().clientId());
    variables.put(LiveTarget.EVENT_ENDPOINT, "live-hub");
    variables.put(LiveTarget.INPUT_BLOB, BLOBS + "empty.ndjson");
    variables.put(LiveTarget.OUTPUT_BLOB, BLOBS + "log.ndjson");
    variables.put(
        LiveTarget.DELETE_EVERYTHING, String.valueOf(URI.create(azure.endpoint()).getHost()));
    return variables;
  }
}
