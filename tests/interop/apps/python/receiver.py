"""A webhook receiver as the vendor's documentation shows it: Flask and lark_oapi's event dispatcher.

Environment: INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN ("" for none), and what handlers reads. Prints `port N`; ends
with its input.
"""

import os

from flask import Flask
from lark_oapi.adapter.flask import parse_req, parse_resp
from werkzeug.serving import make_server

from handlers import dispatcher, end_with_input

handler = dispatcher(os.environ["INTEROP_ENCRYPT_KEY"], os.environ["INTEROP_VERIFICATION_TOKEN"])
app = Flask("receiver")


@app.post("/webhook/event")
def event():
    return parse_resp(handler.do(parse_req()))


server = make_server("127.0.0.1", 0, app, threaded=True)
end_with_input()
print(f"port {server.server_port}", flush=True)
server.serve_forever()
