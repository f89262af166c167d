// A long-connection client as the vendor's documentation shows it: the SDK's WSClient and event dispatcher.
//
// Environment: INTEROP_NODE_HOME, the folder with node_modules; INTEROP_DOMAIN, INTEROP_APP_ID, INTEROP_APP_SECRET;
// INTEROP_RECORD, the file that gets one line `event_id ticket_id` per handled event; INTEROP_RAISE=1 makes the handler
// raise. Ends with its input.

import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const env = process.env;
const lark = createRequire(`${env.INTEROP_NODE_HOME}/`)('@larksuiteoapi/node-sdk');

const eventDispatcher = new lark.EventDispatcher({}).register({
  'helpdesk.ticket.updated_v1': async (data) => {
    if (env.INTEROP_RAISE) {
      throw new Error('handler raised on purpose');
    }
    appendFileSync(env.INTEROP_RECORD, `${data.event_id} ${data.object.ticket_id}\n`);
  },
});

process.stdin.resume().on('end', () => process.exit(0));
const client = new lark.WSClient({
  appId: env.INTEROP_APP_ID,
  appSecret: env.INTEROP_APP_SECRET,
  domain: env.INTEROP_DOMAIN,
});
client.start({ eventDispatcher });
