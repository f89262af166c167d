"""Makes a request for each known mistake, with nothing of this project: hashlib, hmac, an independent AES.

Prints a line of JSON for each: its case, its headers, its body. Keys, times and IV are fixed, so the lines are always the
same: tests/vectors/mistakes.ndjson holds them.
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY, OLD_KEY, TOKEN = "example-encrypt-key", "example-old-key", "example-token"
TIME, NONCE, IV = "1700000000", "nonce-1", bytes(range(16))
EVENT = (
    '{"schema":"2.0","header":{"event_id":"5e3702a84e847582be8db7fb73283c02","token":"example-token",'
    '"create_time":"1700000000000","event_type":"helpdesk.ticket.updated_v1","tenant_key":"0000000000000001",'
    '"app_id":"cli_0000000000000001"},"event":{"object":{"guest":{"name":"张三 😀"},"stage":2,"status":3,'
    '"ticket_id":"7100000000000000340"},"old_object":{"stage":1,"status":1}}}'
)
CHECK = '{"challenge":"c-1","token":"example-token","type":"url_verification"}'


def blocks(text: bytes, key: str) -> bytes:
    encryptor = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(IV)).encryptor()
    return IV + encryptor.update(text) + encryptor.finalize()


def padded(text: str) -> bytes:
    data = text.encode()
    pad = 16 - len(data) % 16
    return data + bytes([pad]) * pad


def sealed(text: str, key: str = KEY) -> str:
    return wrapped(base64.b64encode(blocks(padded(text), key)).decode())


def wrapped(field: str) -> str:
    return '{"encrypt":"' + field + '"}'


def sha256(*parts: str) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def keyed(key: str, *parts: str) -> str:
    return hmac.new(key.encode(), "".join(parts).encode(), hashlib.sha256).hexdigest()


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(parts).encode()).hexdigest()


BODY = sealed(EVENT)
FIELD = json.loads(BODY)["encrypt"]


def right(body: str) -> str:
    return sha256(TIME, NONCE, KEY, body)


def show(case: str, body: str, signature: "str | None", time: str = TIME) -> None:
    headers = [["Content-Type", "application/json;charset=utf-8"]]
    if signature is not None:
        headers += [
            ["X-Lark-Request-Timestamp", time],
            ["X-Lark-Request-Nonce", NONCE],
            ["X-Lark-Signature", signature],
        ]
    print(json.dumps({"case": case, "headers": headers, "body": body}, ensure_ascii=False, separators=(",", ":")))


show("right", BODY, right(BODY))
show("url-check", sealed(CHECK), None)
show("hmac", BODY, keyed(KEY, TIME, NONCE, BODY))
show("hmac-of-the-body", BODY, keyed(KEY, BODY))
show("hmac-with-the-token", BODY, keyed(TOKEN, TIME, NONCE, BODY))
show("token-for-key", BODY, sha256(TIME, NONCE, TOKEN, BODY))
show("sha1-with-the-token", BODY, sha1(TIME, NONCE, TOKEN, BODY))
show("sha1-with-the-key", BODY, sha1(TIME, NONCE, KEY, BODY))
show("decrypted-body", BODY, sha256(TIME, NONCE, KEY, EVENT))
show("decrypted-body-escaped", BODY, sha256(TIME, NONCE, KEY, json.dumps(json.loads(EVENT))))
show("decrypted-body-spaced", BODY, sha256(TIME, NONCE, KEY, json.dumps(json.loads(EVENT), ensure_ascii=False)))
show("reserialised-body", BODY, sha256(TIME, NONCE, KEY, json.dumps(json.loads(BODY))))
show("final-newline", BODY, sha256(TIME, NONCE, KEY, BODY, "\n"))
show("newline-sent", BODY + "\n", sha256(TIME, NONCE, KEY, BODY))
show("upper-case-hex", BODY, right(BODY).upper())
show("base64", BODY, base64.b64encode(bytes.fromhex(right(BODY))).decode())
show("hash-name-prefix", BODY, "sha256=" + right(BODY))
show("order", BODY, sha256(NONCE, TIME, KEY, BODY))
show("key-first", BODY, sha256(KEY, TIME, NONCE, BODY))
show("no-timestamp", BODY, sha256(NONCE, KEY, BODY))
show("no-nonce", BODY, sha256(TIME, KEY, BODY))
show("no-key", BODY, sha256(TIME, NONCE, BODY))
show("no-body", BODY, sha256(TIME, NONCE, KEY))
show("key-newline", BODY, sha256(TIME, NONCE, KEY, "\n", BODY))
show("encrypt-field-alone", BODY, sha256(TIME, NONCE, KEY, FIELD))
OLD = sealed(EVENT, OLD_KEY)
show("old-key", OLD, sha256(TIME, NONCE, OLD_KEY, OLD))
show("old-key-signs", BODY, sha256(TIME, NONCE, OLD_KEY, BODY))
SWAPPED = sealed(EVENT, TOKEN)
show("keys-swapped", SWAPPED, sha256(TIME, NONCE, TOKEN, SWAPPED))
OTHER = sealed(EVENT, "example-other-key")
show("another-key", OTHER, right(OTHER))
ZEROS = wrapped(base64.b64encode(blocks(EVENT.encode() + bytes(-len(EVENT.encode()) % 16 or 16), KEY)).decode())
show("zero-padding", ZEROS, right(ZEROS))
CUT = wrapped(FIELD[:400])
show("truncated", CUT, right(CUT))
SAFE = wrapped(base64.urlsafe_b64encode(blocks(padded(EVENT), KEY)).decode())
show("url-safe-base64", SAFE, right(SAFE))
BLANKS = wrapped(FIELD.replace("+", " "))
show("form-decoded", BLANKS, right(BLANKS))
show("plain-body", EVENT, right(EVENT))
show("unsigned", BODY, None)
STRANGE = sealed(EVENT.replace(TOKEN, "another-token"))
show("another-token", STRANGE, right(STRANGE))
SAME = sealed(EVENT.replace(TOKEN, KEY))
show("key-as-token", SAME, right(SAME))
BARE = sealed(EVENT.replace('"token":"example-token",', ""))
show("no-token", BARE, right(BARE))
MS = TIME + "000"
show("milliseconds", BODY, sha256(MS, NONCE, KEY, BODY), MS)
