// What both apps share: the SDK's event dispatcher with its handlers, as the vendor's documentation shows it.
//
// INTEROP_NODE_HOME is the folder with node_modules, INTEROP_RECORD the file that gets one line `event_id subject_id` per
// handled event. INTEROP_ALL=1 registers a handler for each of the four types, else there is one for updates of tickets;
// INTEROP_RAISE=1 makes them raise.

import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const env = process.env;
export const lark = createRequire(`${env.INTEROP_NODE_HOME}/`)('@larksuiteoapi/node-sdk');

// The handlers return this answer.
export function dispatcher(secrets, answer) {
  const handled = async (data, subjectId) => {
    if (env.INTEROP_RAISE) {
      throw new Error('handler raised on purpose');
    }
    appendFileSync(env.INTEROP_RECORD, `${data.event_id} ${subjectId}\n`);
    return answer;
  };
  const others = {
    'helpdesk.ticket.created_v1': (data) => handled(data, data.ticket_id),
    'helpdesk.ticket_message.created_v1': (data) => handled(data, data.ticket.ticket_id),
    'helpdesk.notification.approve_v1': (data) => handled(data, data.notification_id),
  };
  return new lark.EventDispatcher(secrets).register({
    'helpdesk.ticket.updated_v1': (data) => handled(data, data.object.ticket_id),
    ...(env.INTEROP_ALL ? others : {}),
  });
}
