package io.github.adtauth.testkit.arm;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsEmulator;

/**
 * A Digital Twins instance as a resource of Azure Resource Manager.
 *
 * @param id the resource ID
 * @param location the Azure region
 * @param host the host name
 * @param twins the emulator of the instance
 */
record Instance(String id, String location, String host, TwinsEmulator twins) {

  String name() {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  JsonObject json() {
    JsonObject properties = new JsonObject();
    properties.addProperty("hostName", host);
    properties.addProperty("provisioningState", "Succeeded");
    properties.addProperty("publicNetworkAccess", "Enabled");
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", name());
    json.addProperty("type", "Microsoft.DigitalTwins/digitalTwinsInstances");
    json.addProperty("location", location);
    json.add("properties", properties);
    return json;
  }
}
