// A webhook receiver as the vendor's documentation shows it: Node's http and the SDK's event dispatcher.
//
// Environment: INTEROP_NODE_HOME, the folder with node_modules; INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN ("" for
// none); INTEROP_RECORD, the file that gets one line `event_id ticket_id` per handled event; INTEROP_AUTO_CHALLENGE=0
// leaves the URL check to the dispatcher, the SDK's default; INTEROP_RAISE=1 makes the handler raise. Prints `port N`;
// ends with its input.

import { appendFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';

const env = process.env;
const lark = createRequire(`${env.INTEROP_NODE_HOME}/`)('@larksuiteoapi/node-sdk');

const dispatcher = new lark.EventDispatcher({
  encryptKey: env.INTEROP_ENCRYPT_KEY,
  verificationToken: env.INTEROP_VERIFICATION_TOKEN,
}).register({
  'helpdesk.ticket.updated_v1': async (data) => {
    if (env.INTEROP_RAISE) {
      throw new Error('handler raised on purpose');
    }
    appendFileSync(env.INTEROP_RECORD, `${data.event_id} ${data.object.ticket_id}\n`);
    return 'success';
  },
});

const autoChallenge = env.INTEROP_AUTO_CHALLENGE !== '0';
const server = http.createServer(lark.adaptDefault('/webhook/event', dispatcher, { autoChallenge }));
process.stdin.resume().on('end', () => process.exit(0));
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
