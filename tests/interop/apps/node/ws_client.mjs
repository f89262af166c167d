// A long-connection client as the vendor's documentation shows it: the SDK's WSClient and event dispatcher.
//
// Environment: INTEROP_DOMAIN, INTEROP_APP_ID, INTEROP_APP_SECRET, and what handlers reads. Ends with its input.

import { dispatcher, lark } from './handlers.mjs';

const env = process.env;
process.stdin.resume().on('end', () => process.exit(0));
const client = new lark.WSClient({
  appId: env.INTEROP_APP_ID,
  appSecret: env.INTEROP_APP_SECRET,
  domain: env.INTEROP_DOMAIN,
});
client.start({ eventDispatcher: dispatcher({}) });
