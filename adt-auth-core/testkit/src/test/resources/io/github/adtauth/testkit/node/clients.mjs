// Signs in with Microsoft's libraries for JavaScript. Prints a line for each result and for each
// device code that the user has to enter.
import * as msal from '@azure/msal-node';
import * as identity from '@azure/identity';

const env = process.env;
const authority = `https://login.microsoftonline.com/${env.AZURE_TENANT_ID}`;
const TWINS = 'https://digitaltwins.azure.net/.default';
const print = (...words) => console.log(words.join(' '));

const confidential = (id, secret, more = {}) =>
  new msal.ConfidentialClientApplication({
    auth: { clientId: id, clientSecret: secret, authority, ...more },
  });
const daemon = (more) => confidential(env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET, more);
const native = () =>
  new msal.PublicClientApplication({ auth: { clientId: env.NATIVE_ID, authority } });

const flows = {
  async 'msal-node client credentials'() {
    return (await daemon().acquireTokenByClientCredential({ scopes: [TWINS] })).accessToken;
  },
  async 'msal-node client capabilities'() {
    const client = daemon({ clientCapabilities: ['CP1'] });
    return (await client.acquireTokenByClientCredential({ scopes: [TWINS] })).accessToken;
  },
  async 'msal-node region'() {
    const result = await daemon().acquireTokenByClientCredential({
      scopes: [TWINS],
      azureRegion: 'westeurope',
    });
    return result.accessToken;
  },
  async 'msal-node on-behalf-of'() {
    const client = confidential(env.API_ID, env.API_SECRET);
    const result = await client.acquireTokenOnBehalfOf({
      scopes: [TWINS],
      oboAssertion: env.USER_TOKEN,
    });
    return result.accessToken;
  },
  async 'msal-node device code and refresh'() {
    const client = native();
    const first = await client.acquireTokenByDeviceCode({
      scopes: [TWINS],
      deviceCodeCallback: (response) => print('device', response.userCode),
    });
    const second = await client.acquireTokenSilent({
      scopes: [TWINS],
      account: first.account,
      forceRefresh: true,
    });
    if (second.accessToken === first.accessToken) throw new Error('not refreshed');
    return second.accessToken;
  },
  async 'msal-node interactive'() {
    const result = await native().acquireTokenInteractive({
      scopes: [TWINS],
      openBrowser: async (url) => print('browser', url),
    });
    return result.accessToken;
  },
  async '@azure/identity environment'() {
    return (await new identity.EnvironmentCredential().getToken(TWINS)).token;
  },
  async '@azure/identity secret'() {
    const credential = new identity.ClientSecretCredential(
      env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET);
    return (await credential.getToken(TWINS)).token;
  },
  async '@azure/identity device code'() {
    const credential = new identity.DeviceCodeCredential({
      tenantId: env.AZURE_TENANT_ID,
      clientId: env.NATIVE_ID,
      userPromptCallback: (response) => print('device', response.userCode),
    });
    return (await credential.getToken(TWINS)).token;
  },
  async '@azure/identity on-behalf-of'() {
    const credential = new identity.OnBehalfOfCredential({
      tenantId: env.AZURE_TENANT_ID,
      clientId: env.API_ID,
      clientSecret: env.API_SECRET,
      userAssertionToken: env.USER_TOKEN,
    });
    return (await credential.getToken(TWINS)).token;
  },
};

for (const [name, flow] of Object.entries(flows)) {
  try {
    print('token', await flow(), name);
  } catch (error) {
    print('failed', name.replaceAll(' ', '_'), String(error.stack ?? error).replaceAll('\n', ' | '));
  }
}
