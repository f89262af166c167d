// Sends as the platform documents it, with nothing of this project: Node's crypto and fetch.
//
// Arguments: host, port, path. Environment: INTEROP_ENCRYPT_KEY ("" for a plain, unsigned body). Standard input: one JSON
// text per line; `url_verification` goes unsigned. Prints `status body` per line.

import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const key = process.env.INTEROP_ENCRYPT_KEY;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256'));

const locked = (text) => {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', sha256(key).digest(), iv);
  return `{"encrypt":"${Buffer.concat([iv, cipher.update(text), cipher.final()]).toString('base64')}"}`;
};

const signed = (body) => {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  return {
    'X-Lark-Request-Timestamp': timestamp,
    'X-Lark-Request-Nonce': nonce,
    'X-Lark-Signature': sha256(timestamp, nonce, key, body).digest('hex'),
  };
};

const [host, port, path] = process.argv.slice(2);
for (const line of readFileSync(0, 'utf8').split('\n').filter((it) => it !== '')) {
  const body = key ? locked(line) : line;
  const headers = { 'Content-Type': 'application/json;charset=utf-8' };
  if (key && JSON.parse(line).type !== 'url_verification') {
    Object.assign(headers, signed(body));
  }
  const answer = await fetch(`http://${host}:${port}${path}`, { method: 'POST', headers, body });
  console.log(answer.status, await answer.text());
}
