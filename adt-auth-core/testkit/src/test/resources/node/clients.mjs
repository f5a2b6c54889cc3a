// Runs Microsoft's JavaScript libraries against a local Azure. The argument is the JSON file that
// describes it. Prints the names of the operations that succeeded.
import { readFileSync } from "node:fs";
import {
  ClientSecretCredential,
  DeviceCodeCredential,
  OnBehalfOfCredential,
} from "@azure/identity";
import { DigitalTwinsClient } from "@azure/digital-twins-core";

const azure = JSON.parse(readFileSync(process.argv[2]));
const { daemon, webApi, nativeApp } = azure.clients;
const options = { authorityHost: azure.authorityHost, disableInstanceDiscovery: true };
const TWINS_SCOPE = "https://digitaltwins.azure.net/.default";
const ROOM = "dtmi:com:contoso:Room;1";
const LAMP = "dtmi:com:contoso:Lamp;1";
const models = [
  {
    "@id": LAMP,
    "@type": "Interface",
    "@context": "dtmi:dtdl:context;2",
    contents: [
      { "@type": "Property", name: "on", schema: "boolean" },
      { "@type": "Telemetry", name: "watts", schema: "double" },
    ],
  },
  {
    "@id": ROOM,
    "@type": "Interface",
    "@context": "dtmi:dtdl:context;2",
    contents: [
      { "@type": "Property", name: "temperature", schema: "double" },
      { "@type": "Telemetry", name: "noise", schema: "double" },
      { "@type": "Relationship", name: "next" },
      { "@type": "Component", name: "lamp", schema: LAMP },
    ],
  },
];

async function check(operation, result, expected = (value) => value !== undefined) {
  const value = await result;
  if (!expected(value)) {
    throw new Error(`${operation}: ${JSON.stringify(value)}`);
  }
  console.log(operation);
  return value;
}

async function all(pages) {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }
  return items;
}

async function operations(client) {
  const room = (temperature) =>
    JSON.stringify({ $metadata: { $model: ROOM }, temperature, lamp: { $metadata: {} } });
  await check("createModels", client.createModels(models), (m) => m.length === 2);
  await check("getModel", client.getModel(ROOM, true), (m) => m.model["@id"] === ROOM);
  await check("listModels", all(client.listModels()), (m) => m.length === 2);
  await check("upsertDigitalTwin", client.upsertDigitalTwin("a", room(1)), (t) => t.etag);
  await client.upsertDigitalTwin("b", room(2));
  const patch = [{ op: "replace", path: "/temperature", value: 20.5 }];
  await check("updateDigitalTwin", client.updateDigitalTwin("a", patch));
  await check(
    "getDigitalTwin",
    client.getDigitalTwin("a"),
    (t) => t.body.temperature === 20.5,
  );
  const on = [{ op: "add", path: "/on", value: true }];
  await check("updateComponent", client.updateComponent("a", "lamp", on));
  await check("getComponent", client.getComponent("a", "lamp"), (c) => c.body.on === true);
  const next = { $targetId: "b", $relationshipName: "next" };
  await check("upsertRelationship", client.upsertRelationship("a", "r", next));
  await check("getRelationship", client.getRelationship("a", "r"), (r) => r.body.$targetId === "b");
  await check("updateRelationship", client.updateRelationship("a", "r", []));
  await check("listRelationships", all(client.listRelationships("a")), (r) => r.length === 1);
  await check(
    "listIncomingRelationships",
    all(client.listIncomingRelationships("b")),
    (r) => r[0].relationshipLink.startsWith(azure.endpoint),
  );
  await check("publishTelemetry", client.publishTelemetry("a", { noise: 1 }, "1"));
  // publishComponentTelemetry of version 1.1.0 passes its payload as the message ID, and fails
  // before it sends a request.
  await check(
    "queryTwins",
    all(client.queryTwins("SELECT * FROM DIGITALTWINS T WHERE T.temperature > 10")),
    (rows) => rows.length === 1 && rows[0].$dtId === "a",
  );
  await fetch(`${azure.admin}/endpoints/events`, { method: "PUT" });
  await check("upsertEventRoute", client.upsertEventRoute("e", "events", "true"));
  await check("getEventRoute", client.getEventRoute("e"), (r) => r.endpointName === "events");
  await check("listEventRoutes", all(client.listEventRoutes()), (r) => r.length === 1);
  await check("deleteEventRoute", client.deleteEventRoute("e"));
  await check("deleteRelationship", client.deleteRelationship("a", "r"));
  await check("deleteDigitalTwin", client.deleteDigitalTwin("a"));
  await client.deleteDigitalTwin("b");
  await check("decommissionModel", client.decomissionModel(ROOM));
  await check("deleteModel", client.deleteModel(ROOM));
}

function deviceCode() {
  return new DeviceCodeCredential({
    ...options,
    tenantId: azure.tenantId,
    clientId: nativeApp.clientId,
    userPromptCallback: async ({ userCode, verificationUri }) => {
      const form = new URLSearchParams({ otc: userCode, user: azure.users[0].userPrincipalName });
      const page = await fetch(verificationUri, { method: "POST", body: form });
      if (!page.ok) {
        throw new Error(`device page: ${page.status}`);
      }
    },
  });
}

const secret = new ClientSecretCredential(
  azure.tenantId,
  daemon.clientId,
  daemon.clientSecret,
  options,
);
await operations(new DigitalTwinsClient(azure.endpoint, secret));

await check("deviceCode", deviceCode().getToken(TWINS_SCOPE), (token) => token.token);

const assertion = await deviceCode().getToken(webApi.scope);
const onBehalfOf = new OnBehalfOfCredential({
  ...options,
  tenantId: azure.tenantId,
  clientId: webApi.clientId,
  clientSecret: webApi.clientSecret,
  userAssertionToken: assertion.token,
});
await check(
  "onBehalfOf",
  all(new DigitalTwinsClient(azure.endpoint, onBehalfOf).listModels()),
  (found) => found.length === 1,
);
