"""Sends as the platform documents it, with nothing of this project: hashlib, an independent AES, http.client.

Arguments: host, port, path. Environment: INTEROP_ENCRYPT_KEY ("" for a plain, unsigned body). Standard input: one JSON
text per line; `url_verification` goes unsigned. Prints `status body` per line.
"""

import base64
import hashlib
import http.client
import json
import os
import sys
import time

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

key = os.environ["INTEROP_ENCRYPT_KEY"]


def locked(text: bytes) -> bytes:
    iv = os.urandom(16)
    padder = padding.PKCS7(128).padder()
    padded = padder.update(text) + padder.finalize()
    encryptor = Cipher(algorithms.AES(hashlib.sha256(key.encode()).digest()), modes.CBC(iv)).encryptor()
    whole = iv + encryptor.update(padded) + encryptor.finalize()
    return b'{"encrypt":"' + base64.b64encode(whole) + b'"}'


def signed(body: bytes) -> dict:
    timestamp = str(int(time.time()))
    nonce = os.urandom(8).hex()
    return {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": nonce,
        "X-Lark-Signature": hashlib.sha256((timestamp + nonce + key).encode() + body).hexdigest(),
    }


host, port, path = sys.argv[1:]
connection = http.client.HTTPConnection(host, int(port), timeout=30)
for line in sys.stdin.buffer.read().splitlines():
    headers = {"Content-Type": "application/json;charset=utf-8"}
    body = locked(line) if key else line
    if key and json.loads(line).get("type") != "url_verification":
        headers.update(signed(body))
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    print(answer.status, answer.read().decode(), flush=True)
