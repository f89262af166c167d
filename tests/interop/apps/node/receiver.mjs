// A webhook receiver as the vendor's documentation shows it: Node's http and the SDK's event dispatcher.
//
// Environment: INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN ("" for none), and what handlers reads;
// INTEROP_AUTO_CHALLENGE=0 leaves the URL check to the dispatcher, the SDK's default; INTEROP_SILENT=1 makes the handlers
// return nothing. Prints `port N`; ends with its input.

import http from 'node:http';

import { dispatcher, lark } from './handlers.mjs';

const env = process.env;
const secrets = { encryptKey: env.INTEROP_ENCRYPT_KEY, verificationToken: env.INTEROP_VERIFICATION_TOKEN };
const events = dispatcher(secrets, env.INTEROP_SILENT ? undefined : 'success');
const autoChallenge = env.INTEROP_AUTO_CHALLENGE !== '0';
const server = http.createServer(lark.adaptDefault('/webhook/event', events, { autoChallenge }));
process.stdin.resume().on('end', () => process.exit(0));
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
