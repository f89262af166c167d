// Makes a request for each known mistake, with nothing of this project: Node's crypto.
//
// Prints a line of JSON for each: its case, its headers, its body. Keys, times and IV are fixed, so the lines are those of
// tests/vectors/mistakes.ndjson.

import { createCipheriv, createHash, createHmac } from 'node:crypto';

const [KEY, OLD_KEY, TOKEN] = ['example-encrypt-key', 'example-old-key', 'example-token'];
const [TIME, NONCE, IV] = ['1700000000', 'nonce-1', Buffer.from(Array.from({ length: 16 }, (_, at) => at))];
const EVENT =
  '{"schema":"2.0","header":{"event_id":"5e3702a84e847582be8db7fb73283c02","token":"example-token",' +
  '"create_time":"1700000000000","event_type":"helpdesk.ticket.updated_v1","tenant_key":"0000000000000001",' +
  '"app_id":"cli_0000000000000001"},"event":{"object":{"guest":{"name":"张三 😀"},"stage":2,"status":3,' +
  '"ticket_id":"7100000000000000340"},"old_object":{"stage":1,"status":1}}}';
const CHECK = '{"challenge":"c-1","token":"example-token","type":"url_verification"}';

const hashed = (name, parts) => createHash(name).update(parts.join('')).digest('hex');
const sha256 = (...parts) => hashed('sha256', parts);
const sha1 = (...parts) => hashed('sha1', parts);
const keyed = (key, ...parts) => createHmac('sha256', key).update(parts.join('')).digest('hex');

const blocks = (text, key, isPadded = true) => {
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), IV);
  cipher.setAutoPadding(isPadded);
  return Buffer.concat([IV, cipher.update(text), cipher.final()]);
};
const wrapped = (field) => `{"encrypt":"${field}"}`;
const sealed = (text, key = KEY) => wrapped(blocks(text, key).toString('base64'));

// JSON as Python writes it: blanks behind `,` and `:`, and on request everything beyond ASCII escaped.
const spaced = (value) => {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, it]) => `${JSON.stringify(key)}: ${spaced(it)}`).join(', ')}}`;
};
const escaped = (text) =>
  text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const BODY = sealed(EVENT);
const FIELD = JSON.parse(BODY).encrypt;
const right = (body) => sha256(TIME, NONCE, KEY, body);

const show = (name, body, signature, time = TIME) => {
  const headers = [['Content-Type', 'application/json;charset=utf-8']];
  if (signature !== null) {
    headers.push(['X-Lark-Request-Timestamp', time], ['X-Lark-Request-Nonce', NONCE], ['X-Lark-Signature', signature]);
  }
  console.log(JSON.stringify({ case: name, headers, body }));
};

show('right', BODY, right(BODY));
show('url-check', sealed(CHECK), null);
show('hmac', BODY, keyed(KEY, TIME, NONCE, BODY));
show('hmac-of-the-body', BODY, keyed(KEY, BODY));
show('hmac-with-the-token', BODY, keyed(TOKEN, TIME, NONCE, BODY));
show('token-for-key', BODY, sha256(TIME, NONCE, TOKEN, BODY));
show('sha1-with-the-token', BODY, sha1(TIME, NONCE, TOKEN, BODY));
show('sha1-with-the-key', BODY, sha1(TIME, NONCE, KEY, BODY));
show('decrypted-body', BODY, sha256(TIME, NONCE, KEY, EVENT));
show('decrypted-body-escaped', BODY, sha256(TIME, NONCE, KEY, escaped(spaced(JSON.parse(EVENT)))));
show('decrypted-body-spaced', BODY, sha256(TIME, NONCE, KEY, spaced(JSON.parse(EVENT))));
show('reserialised-body', BODY, sha256(TIME, NONCE, KEY, spaced(JSON.parse(BODY))));
show('final-newline', BODY, sha256(TIME, NONCE, KEY, BODY, '\n'));
show('newline-sent', `${BODY}\n`, sha256(TIME, NONCE, KEY, BODY));
show('upper-case-hex', BODY, right(BODY).toUpperCase());
show('base64', BODY, Buffer.from(right(BODY), 'hex').toString('base64'));
show('hash-name-prefix', BODY, `sha256=${right(BODY)}`);
show('order', BODY, sha256(NONCE, TIME, KEY, BODY));
show('key-first', BODY, sha256(KEY, TIME, NONCE, BODY));
show('no-timestamp', BODY, sha256(NONCE, KEY, BODY));
show('no-nonce', BODY, sha256(TIME, KEY, BODY));
show('no-key', BODY, sha256(TIME, NONCE, BODY));
show('no-body', BODY, sha256(TIME, NONCE, KEY));
show('key-newline', BODY, sha256(TIME, NONCE, KEY, '\n', BODY));
show('encrypt-field-alone', BODY, sha256(TIME, NONCE, KEY, FIELD));
const OLD = sealed(EVENT, OLD_KEY);
show('old-key', OLD, sha256(TIME, NONCE, OLD_KEY, OLD));
show('old-key-signs', BODY, sha256(TIME, NONCE, OLD_KEY, BODY));
const SWAPPED = sealed(EVENT, TOKEN);
show('keys-swapped', SWAPPED, sha256(TIME, NONCE, TOKEN, SWAPPED));
const OTHER = sealed(EVENT, 'example-other-key');
show('another-key', OTHER, right(OTHER));
const bytes = Buffer.from(EVENT);
const zeros = Buffer.concat([bytes, Buffer.alloc(16 - (bytes.length % 16))]);
const ZEROS = wrapped(blocks(zeros, KEY, false).toString('base64'));
show('zero-padding', ZEROS, right(ZEROS));
const CUT = wrapped(FIELD.slice(0, 400));
show('truncated', CUT, right(CUT));
const SAFE = wrapped(FIELD.replaceAll('+', '-').replaceAll('/', '_'));
show('url-safe-base64', SAFE, right(SAFE));
const BLANKS = wrapped(FIELD.replaceAll('+', ' '));
show('form-decoded', BLANKS, right(BLANKS));
show('plain-body', EVENT, right(EVENT));
show('unsigned', BODY, null);
const STRANGE = sealed(EVENT.replace(TOKEN, 'another-token'));
show('another-token', STRANGE, right(STRANGE));
const SAME = sealed(EVENT.replace(TOKEN, KEY));
show('key-as-token', SAME, right(SAME));
const BARE = sealed(EVENT.replace('"token":"example-token",', ''));
show('no-token', BARE, right(BARE));
const MS = `${TIME}000`;
show('milliseconds', BODY, sha256(MS, NONCE, KEY, BODY), MS);
